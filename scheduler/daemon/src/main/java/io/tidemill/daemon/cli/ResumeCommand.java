package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.RunMode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Resumes a quarantined DAG.
@Command(name = "resume", description = {"Resume a quarantined DAG.",
    "Start a program version that fixes the failure first; `doctor` shows which DAGs are quarantined, and why."})
final class ResumeCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG", description = "DAG to resume") String dag = "";

  ResumeCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "resume")) {
      schedulerConnection.operations().dags().resume(dag);
      if (json()) {
        terminal().json(Map.of("dag", dag, "resumed", true));
      } else {
        terminal().line(dag + " resumed");
      }
      return ExitCode.GOOD;
    }
  }
}
