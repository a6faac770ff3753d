package io.tidemill.daemon.cli;

import io.tidemill.console.view.AgentView;
import io.tidemill.daemon.boot.Work;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists agents, and removes them.
@Command(name = "agents", description = {"List agents: who is connected, how busy, with which labels and queues.",
    "`agents remove NAME` cuts the session of one and revokes its credential."})
final class AgentsVerb extends Verb {
  private static final int SHORT = 8;

  AgentsVerb(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (Access access = open(Work.READ, "agents")) {
      List<AgentView> agents = access.operations().agents().agents();
      if (common.json()) {
        terminal().json(agents);
      } else if (agents.isEmpty()) {
        terminal().note("no agents yet; `tidemill token create` makes a token with which one can join");
      } else {
        print(agents);
      }
      return ExitCode.GOOD;
    }
  }

  private void print(List<AgentView> agents) {
    Table table = new Table("AGENT", "STATE", "BUSY", "SLOTS", "LABELS", "QUEUES", "HEARD", "PROCESS", "CLOCK");
    for (AgentView agent : agents) {
      String process = agent.incarnation();
      table.row(agent.name(), agent.state().name(), "" + agent.busy(), "" + agent.slots(),
          String.join(",", agent.labels()), String.join(",", agent.queues()), heard(agent.lastHeard()),
          process == null ? "" : process.substring(0, SHORT), clock(agent.clockOffsetMillis()));
    }
    table.print(terminal());
  }

  private static String heard(@Nullable Instant at) {
    return at == null ? "never" : Text.span(Duration.between(at, Instant.now())) + " ago";
  }

  private static String clock(@Nullable Long offset) {
    return offset == null ? "" : (offset < 0 ? "-" : "+") + Text.span(Duration.ofMillis(Math.abs(offset)));
  }

  /// Removes an agent.
  @Command(name = "remove", description = "Cut the session of an agent and revoke its credential. Its name is free then.")
  static final class Remove extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Which agent") String name = "";

    Remove(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (Access access = open(Work.READ, "agents remove")) {
        access.operations().agents().remove(name);
        if (common.json()) {
          terminal().json(Map.of("removed", name));
        } else {
          terminal().line("removed " + name);
        }
        return ExitCode.GOOD;
      }
    }
  }
}
