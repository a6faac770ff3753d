package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.Work;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lets a quarantined DAG go on.
@Command(name = "resume", description = {"Let a DAG go on that was quarantined because deciding about it failed.",
    "Start a program that mends the failure first; `doctor` shows which DAGs are quarantined, and why."})
final class ResumeVerb extends Verb {
  @Parameters(index = "0", paramLabel = "DAG", description = "Which DAG") String dag = "";

  ResumeVerb(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (Access access = open(Work.COMMAND, "resume")) {
      access.operations().dags().resume(dag);
      if (common.json()) {
        terminal().json(Map.of("dag", dag, "resumed", true));
      } else {
        terminal().line(dag + " resumed");
      }
      return ExitCode.GOOD;
    }
  }
}
