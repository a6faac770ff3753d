package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.RerunView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reruns tasks of an ended run.
@Command(name = "rerun", description = {"Rerun tasks of an ended run, with everything downstream.",
    "Shows the plan first. At a terminal it asks; elsewhere --yes, or --plan with the hash shown, is required."})
final class RerunCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG[/RUN]", description = "Run (default: the latest of the DAG)") String target = "";

  @Option(names = "--failed", description = "Rerun the tasks and shards that failed or were cancelled") boolean failed;

  @Option(names = "--task", paramLabel = "ID", description = "Rerun this task; repeatable") List<String> tasks = List
      .of();

  @Mixin Confirmation confirmation = new Confirmation();

  RerunCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    if (failed != tasks.isEmpty()) {
      throw badInput("Expected either --failed or --task ID, but found " + (failed ? "both" : "neither"));
    }
    RunTarget wanted = RunTarget.parse(target);
    boolean runs = confirmation.beforehand() || terminal().live() && !confirmation.dryRun;
    try (SchedulerConnection schedulerConnection = open(runs ? RunMode.RUN : RunMode.COMMAND, "rerun")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      RerunView plan = operations.runs()
          .rerun(wanted.dag(), run, new RerunRequest(tasks, false, confirmation.expected()));
      if (!json()) {
        print(plan);
      } else if (!confirmation.beforehand()) {
        terminal().json(plan);
      }
      if (!confirmation.given(terminal(), "Run these again?", plan.plan())) {
        return ExitCode.GOOD;
      }
      try (Interrupts interrupts = Interrupts.open()) {
        operations.runs().rerun(wanted.dag(), run, new RerunRequest(tasks, true, plan.plan()));
        return new RunFollower(operations, terminal(), wanted.dag(), run).follow(json(), interrupts);
      }
    }
  }

  private void print(RerunView plan) {
    Table table = new Table("TASK", "NOW", "RUNS AGAIN");
    for (RerunView.Change change : plan.changes()) {
      table.row(change.task(), change.from().name(),
          change.shards() < 0 ? "all" : change.shards() + (change.shards() == 1 ? " shard" : " shards"));
    }
    table.print(terminal());
    terminal().line("plan " + plan.plan());
  }
}
