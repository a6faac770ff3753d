package io.tidemill.daemon.cli;

import io.tidemill.api.schedule.PauseRequest;
import io.tidemill.api.schedule.PauseResult;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Pauses schedules.
@Command(name = "pause", description = {"Pause the schedules of a DAG, of the DAGs with a tag, or of all.",
    "No slot gets a run until `tidemill resume`; runs that are active go on, and runs by hand work as before."})
final class PauseCommand extends Subcommand {
  @Mixin ScheduleScope scope = new ScheduleScope();

  PauseCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    String name = scope.name();
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "pause")) {
      PauseResult result = schedulerConnection.operations()
          .schedules()
          .pause(new PauseRequest(scope.dag(), scope.tag(), scope.all, ScheduleScope.user(), commandId()));
      if (json()) {
        terminal().json(result);
      } else {
        terminal().line(
            name + (result.changed() ? " paused" : scope.dag.isEmpty() ? " were paused already" : " was paused already")
                + (scope.dag.isEmpty() ? ": " + Text.count(result.count(), "DAG") + " with schedules" : ""));
        if (result.count() == 0) {
          terminal().note("no schedule is declared there now; one that is deployed later is paused too");
        }
      }
      return ExitCode.GOOD;
    }
  }
}
