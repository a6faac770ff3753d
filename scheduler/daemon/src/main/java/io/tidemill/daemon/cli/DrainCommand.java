package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.schedule.DrainRequest;
import io.tidemill.api.schedule.DrainView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Text;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Pauses schedules and waits for what runs.
@Command(name = "drain", description = {"Pause schedules and wait until no run of their DAGs is active.",
    "`tidemill resume` ends the pause. Exit code 1 where runs are left after the timeout."})
final class DrainCommand extends Subcommand {
  /// How long to wait for a change at most before asking again: events may be lost.
  private static final Duration ROUND = Duration.ofSeconds(2);

  @Mixin ScheduleScope scope = new ScheduleScope();

  @Option(names = "--cancel", description = "Cancel the active runs. Default: wait for their end") boolean cancel;

  @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait, such as 90s or 2h; 0s: do not wait. Default: 1h") String timeout = "1h";

  DrainCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws InterruptedException {
    String name = scope.name();
    Duration patience = TimeSpan.parse("--timeout", timeout);
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "drain")) {
      Operations operations = schedulerConnection.operations();
      Semaphore changed = new Semaphore(0);
      try (Subscription _ = operations.events().subscribe(_ -> changed.release())) {
        DrainView left = drain(operations);
        if (left.active() > 0 && !json()) {
          terminal().note(name + " paused; " + Text.count(left.active(), "run") + " active: "
              + String.join(", ", left.runs()));
        }
        // Without an agent here, runs end only where another process has one.
        long deadline = System.nanoTime() + (schedulerConnection.remote() ? patience.toNanos() : 0);
        while (left.active() > 0 && System.nanoTime() < deadline) {
          changed.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
          changed.drainPermits();
          // Only asked: who resumes meanwhile shall not be overruled.
          left = operations.schedules().active(scope.dag(), scope.tag());
        }
        if (json()) {
          terminal().json(left);
        } else {
          terminal().line(left.active() == 0
              ? name + " drained"
              : name + " paused; " + Text.count(left.active(), "run") + " still active: "
                  + String.join(", ", left.runs()));
        }
        return left.active() == 0 ? ExitCode.GOOD : ExitCode.FAILED;
      }
    }
  }

  private DrainView drain(Operations operations) {
    return operations.schedules()
        .drain(new DrainRequest(scope.dag(), scope.tag(), scope.all, cancel, ScheduleScope.user(), commandId()));
  }
}
