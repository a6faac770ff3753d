package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.RunView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.CleanUpText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Cancels a run.
@Command(name = "cancel", description = {"Cancel a run. Its clean-up still runs.",
    "A second cancel ends the clean-up too."})
final class CancelCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG[/RUN]", description = "Run to cancel (default: the latest of the DAG)") String target = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, shown with the run") String reason = "";

  CancelCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    RunTarget wanted = RunTarget.parse(target);
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "cancel")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      RunView now = operations.runs().cancel(wanted.dag(), run, new CancelRequest(orNull(reason), commandId()));
      if (json()) {
        terminal().json(now);
      } else {
        terminal().line(now.name() + " " + now.status());
        String cleanUp = CleanUpText.of(operations.runs().get(wanted.dag(), run));
        if (cleanUp != null) {
          terminal().line("  clean-up still runs: " + cleanUp + "; `tidemill cancel " + now.name() + "` again ends it");
        }
      }
      return ExitCode.GOOD;
    }
  }
}
