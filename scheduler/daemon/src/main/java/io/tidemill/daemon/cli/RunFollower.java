package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.TaskView;
import io.tidemill.daemon.render.CleanUpText;
import io.tidemill.daemon.render.RunEnd;
import io.tidemill.daemon.render.RunProgress;
import io.tidemill.daemon.render.RunScreen;
import io.tidemill.daemon.render.Terminal;
import io.tidemill.engine.state.TaskState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Follows a run until it ends, and shows its progress and result.
final class RunFollower {
  /// Pause between two refreshes.
  private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Operations operations;
  private final Terminal terminal;
  private final String dag;
  private final long run;
  private final Map<Integer, RunProgress> progress = new ConcurrentHashMap<>();
  private final Semaphore changed = new Semaphore(0);
  private final RunScreen screen;
  private volatile boolean disconnected;
  /// Clean-up that runs though the run was asked to stop, null for none.
  private volatile @Nullable String cleanUp;

  RunFollower(Operations operations, Terminal terminal, String dag, long run) {
    this.operations = operations;
    this.terminal = terminal;
    this.dag = dag;
    this.run = run;
    this.screen = RunScreen.on(terminal);
  }

  /// Follows and shows; the first Ctrl-C cancels the run, the second ends its clean-up, and the next exits.
  ///
  /// @return the exit code
  int follow(boolean json, Interrupts interrupts) throws InterruptedException {
    interrupts.first(this::cancel);
    interrupts.again(() -> cleanUp == null ? null : this::cancelCleanUp);
    RunDetail end = untilEnd();
    Map<String, JsonNode> results = results(end);
    if (json) {
      terminal.json(new Report(end, results));
    } else {
      RunEnd.print(end, results, terminal);
    }
    return ExitCode.of(end.run().status());
  }

  private record Report(RunDetail detail, Map<String, JsonNode> results) {}

  private void cancelCleanUp() {
    screen.note("ending the clean-up of " + dag + "/" + run + "; Ctrl-C again exits at once");
    ask();
  }

  /// Says once that clean-up still runs, and how to end it.
  private void tellCleanUp(RunDetail detail) {
    String open = CleanUpText.of(detail);
    boolean begins = open != null && cleanUp == null;
    // Before it is said: whoever reads it may press Ctrl-C at once.
    cleanUp = open;
    if (begins) {
      screen.note("clean-up still runs: " + open + "; Ctrl-C again, or `tidemill cancel " + dag + "/" + run
          + "`, ends it");
    }
  }

  private void cancel() {
    screen.note("cancelling " + dag + "/" + run + "; Ctrl-C again exits at once, or ends clean-up that still runs");
    ask();
  }

  private void ask() {
    try {
      operations.runs().cancel(dag, run, new CancelRequest("Ctrl-C", UUID.randomUUID().toString()));
    } catch (RefusedException e) {
      screen.note(dag + "/" + run + " was not cancelled: " + e.getMessage());
    }
  }

  private RunDetail untilEnd() throws InterruptedException {
    while (true) {
      disconnected = false;
      try (Subscription _ = operations.events().subscribe(this::onEvent)) {
        while (!disconnected) {
          RunDetail detail = operations.runs().get(dag, run);
          tellCleanUp(detail);
          screen.show(detail, progress);
          if (detail.run().ended()) {
            return detail;
          }
          if (detail.run().standing() != null) {
            throw RefusedException.of(Kind.CONFLICT, "quarantined", "dag", "Expected " + dag + "/" + run
                + " to continue, but " + detail.run().standing()
                + "; nothing is lost: start a program version that fixes it,"
                + " then `tidemill resume " + dag + "`");
          }
          LockSupport.parkNanos(REFRESH_NANOS);
          changed.acquire();
          changed.drainPermits();
        }
      }
    }
  }

  private void onEvent(Event event) {
    if (event.kind().equals("end")) {
      disconnected = true;
      changed.release();
    } else if (event.about(dag, run)) {
      if (event.kind().equals("progress") && event.shardIndex() < 0) {
        progress.put(event.task(), new RunProgress(event.done(), event.total()));
      }
      if (!event.kind().equals("log")) {
        changed.release();
      }
    }
  }

  /// Results of the tasks without downstream tasks.
  private Map<String, JsonNode> results(RunDetail detail) {
    Map<String, JsonNode> results = new LinkedHashMap<>();
    for (TaskView task : detail.tasks()) {
      if (task.last() && task.state() == TaskState.SUCCESS) {
        JsonNode output = task.stored() ? operations.tasks().output(dag, run, task.id()) : task.output();
        if (output != null && !output.isNull()) {
          results.put(task.id(), output);
        }
      }
    }
    return results;
  }
}
