package io.tidemill.daemon.cli;

import io.tidemill.api.agent.AgentLostView;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.overview.AgentOverview;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Style;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import io.tidemill.dsl.text.NearestName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lists agents, shows what they have, marks them lost, and removes them.
@Command(name = "agents", description = {"List agents: connection, load, labels and queues.",
    "`agents work NAME` shows what an agent has.",
    "`agents lost NAME` marks an agent permanently lost.",
    "`agents remove NAME` ends the session of an agent and revokes its credential."})
final class AgentsCommand extends Subcommand {
  private static final int SHORT = 8;
  private static final int MIN_OFFSET = 1_000;

  AgentsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "agents")) {
      List<AgentView> agents = schedulerConnection.operations().agents().list();
      if (json()) {
        terminal().json(agents);
      } else if (agents.isEmpty()) {
        terminal().note("no agents yet; `tidemill token create` creates a token with which one can join");
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
    for (AgentView agent : agents) {
      String why = agent.gaveBack();
      if (why != null) {
        terminal().line(terminal().paint(Style.BUSY,
            "! agent " + agent.name() + " gave work back: " + Text.line(why)));
      }
    }
  }

  private static String heard(@Nullable Instant at) {
    return at == null ? "never" : Text.span(Duration.between(at, Instant.now())) + " ago";
  }

  private static String clock(@Nullable Long offset) {
    // A smaller offset may be the latency of the message.
    return offset == null || Math.abs(offset) < MIN_OFFSET
        ? ""
        : (offset < 0 ? "-" : "+") + Text.span(Duration.ofMillis(Math.abs(offset)));
  }

  /// Before a question is asked about an agent that there is not.
  private static void refuseUnknown(AgentResource agents, String name) {
    List<String> names = agents.list().stream().map(AgentView::name).toList();
    if (!names.contains(name)) {
      String hint = NearestName.hint(name, names);
      throw badInput("Expected the name of an agent, but found '" + name + "'; "
          + (hint.isEmpty() ? "`tidemill agents` lists them" : hint));
    }
  }

  /// Shows what an agent has.
  @Command(name = "work", description = "Show what an agent has: what runs, and what waits there for a slot.")
  static final class Work extends Subcommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the agent") String name = "";

    Work(Context context) {
      super(context);
    }

    @Override public Integer call() {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "agents work")) {
        refuseUnknown(schedulerConnection.operations().agents(), name);
        AgentOverview overview = schedulerConnection.operations().overviews().agent(name);
        if (json()) {
          terminal().json(overview);
        } else if (overview.work().isEmpty()) {
          terminal().note("agent " + name + " has nothing to do");
        } else {
          Table table = new Table("TASK", "STATE", "SHARDS", "ATTEMPT");
          for (AgentOverview.Work work : overview.work()) {
            table.row(work.dag() + "/" + work.run() + "/" + work.task(), work.started() ? "RUNNING" : "QUEUED",
                work.shards() == 0 ? "" : "" + work.shards(), "" + work.attempt());
          }
          table.print(terminal());
          if (overview.more()) {
            terminal().note("and more; these are the first " + AgentOverview.MOST);
          }
        }
        return ExitCode.GOOD;
      }
    }
  }

  /// Marks an agent permanently lost.
  @Command(name = "lost", description = {"Mark an agent permanently lost.",
      "Its work starts again elsewhere, including tasks that wait for their agent. Be certain that its processes have ended:"
          + " otherwise bodies may run twice at the same time."})
  static final class Lost extends Subcommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the agent") String name = "";

    @Mixin YesOption yes = new YesOption();

    Lost(Context context) {
      super(context);
    }

    @Override public Integer call() throws IOException {
      try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "agents lost")) {
        refuseUnknown(schedulerConnection.operations().agents(), name);
        if (!yes.confirmed(terminal(), "Have all processes of agent " + name + " ended for good?")) {
          return ExitCode.GOOD;
        }
        AgentLostView lost = schedulerConnection.operations().agents().lost(name);
        if (json()) {
          terminal().json(lost);
        } else {
          terminal().line(lost.processes() == 0
              ? "agent " + name + " had no work"
              : "the work of agent " + name + " is lost and starts again");
        }
        return ExitCode.GOOD;
      }
    }
  }

  /// Removes an agent.
  @Command(name = "remove", description = "End the session of an agent and revoke its credential. Its name can be reused.")
  static final class Remove extends Subcommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the agent") String name = "";

    @Mixin YesOption yes = new YesOption();

    Remove(Context context) {
      super(context);
    }

    @Override public Integer call() throws IOException {
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "agents remove")) {
        refuseUnknown(schedulerConnection.operations().agents(), name);
        if (!yes.confirmed(terminal(), "End the session of agent " + name + " and revoke its credential?")) {
          return ExitCode.GOOD;
        }
        schedulerConnection.operations().agents().remove(name);
        if (json()) {
          terminal().json(Map.of("removed", name));
        } else {
          terminal().line("removed " + name);
        }
        return ExitCode.GOOD;
      }
    }
  }
}
