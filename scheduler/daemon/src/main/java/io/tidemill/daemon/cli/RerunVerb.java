package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.RerunView;
import io.tidemill.daemon.boot.Work;
import io.tidemill.daemon.render.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs parts of an ended run again.
@Command(name = "rerun", description = {"Run parts of an ended run again, with all that depends on them.",
    "Shows the plan first. On a terminal it asks; elsewhere it needs --yes, or --plan with the hash that was shown."})
final class RerunVerb extends Verb {
  @Parameters(index = "0", paramLabel = "DAG[/RUN]", description = "Which run. Without RUN: the latest") String target = "";

  @Option(names = "--failed", description = "What failed or was cancelled") boolean failed;

  @Option(names = "--task", paramLabel = "ID", description = "This task; may be repeated") List<String> tasks = List
      .of();

  @Option(names = {"-y", "--yes"}, description = "Do not ask") boolean yes;

  @Option(names = "--plan", paramLabel = "HASH", description = "Only if the plan is still the one shown before") String plan = "";

  RerunVerb(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    if (failed != tasks.isEmpty()) {
      throw badInput("Expected either --failed or --task ID, but found " + (failed ? "both" : "neither"));
    }
    RunTarget wanted = RunTarget.parse(target);
    boolean decided = yes || !plan.isEmpty();
    try (Access access = open(decided || terminal().live() ? Work.RUN : Work.COMMAND, "rerun")) {
      Operations operations = access.operations();
      long run = wanted.resolve(operations);
      RerunView shown = operations.runs().rerun(wanted.dag(), run, new RerunRequest(tasks, false, orNull(plan)));
      boolean json = common.json();
      if (!json || !decided) {
        print(shown, json);
      }
      if (!decided && !agreed(wanted.dag() + "/" + run, shown)) {
        return ExitCode.GOOD;
      }
      try (Interrupts interrupts = Interrupts.open()) {
        operations.runs().rerun(wanted.dag(), run, new RerunRequest(tasks, true, shown.plan()));
        return new RunFollower(operations, terminal(), wanted.dag(), run).follow(json, interrupts);
      }
    }
  }

  private void print(RerunView shown, boolean json) {
    if (json) {
      terminal().json(shown);
      return;
    }
    Table table = new Table("TASK", "NOW", "RUNS AGAIN");
    for (RerunView.Change change : shown.changes()) {
      table.row(change.task(), change.from().name(),
          change.shards() < 0 ? "all" : change.shards() + (change.shards() == 1 ? " shard" : " shards"));
    }
    table.print(terminal());
    terminal().line("plan " + shown.plan());
  }

  private boolean agreed(String name, RerunView shown) throws IOException {
    if (!terminal().live()) {
      terminal().note("nothing was done; go on with `tidemill rerun " + name + (failed
          ? " --failed"
          : " --task "
              + String.join(" --task ", tasks))
          + " --plan " + shown.plan() + "`");
      return false;
    }
    terminal().out().print("Run these again? [y/N] ");
    terminal().out().flush();
    String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
