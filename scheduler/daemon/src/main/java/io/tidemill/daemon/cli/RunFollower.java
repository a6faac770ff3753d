package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.TaskView;
import io.tidemill.daemon.render.Progress;
import io.tidemill.daemon.render.RunEnd;
import io.tidemill.daemon.render.RunScreen;
import io.tidemill.daemon.render.Terminal;
import io.tidemill.engine.state.TaskState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// Follows a run to its end, and shows both.
final class RunFollower {
  /// More looks a second tell people nothing more.
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Operations operations;
  private final Terminal terminal;
  private final String dag;
  private final long run;
  private final Map<Integer, Progress> progress = new ConcurrentHashMap<>();
  private final Semaphore changed = new Semaphore(0);
  private final RunScreen screen;
  private volatile boolean deaf;

  RunFollower(Operations operations, Terminal terminal, String dag, long run) {
    this.operations = operations;
    this.terminal = terminal;
    this.dag = dag;
    this.run = run;
    this.screen = RunScreen.on(terminal);
  }

  /// Follows and shows; a first Ctrl-C cancels the run, a second one leaves.
  ///
  /// @return the exit code
  int follow(boolean json, Interrupts interrupts) throws InterruptedException {
    interrupts.first(this::cancel);
    RunDetail end = toTheEnd();
    Map<String, JsonNode> results = results(end);
    if (json) {
      terminal.json(new Report(end, results));
    } else {
      RunEnd.print(end, results, terminal);
    }
    return ExitCode.of(end.run().status());
  }

  private record Report(RunDetail detail, Map<String, JsonNode> results) {}

  private void cancel() {
    screen.note("cancelling " + dag + "/" + run + "; Ctrl-C again leaves at once");
    operations.runs().cancel(dag, run, new CancelRequest("Ctrl-C"));
  }

  private RunDetail toTheEnd() throws InterruptedException {
    while (true) {
      deaf = false;
      try (Subscription _ = operations.events().subscribe(this::hear)) {
        while (!deaf) {
          RunDetail detail = operations.runs().get(dag, run);
          screen.show(detail, progress);
          if (detail.run().ended()) {
            return detail;
          }
          if (detail.run().standing() != null) {
            throw RefusedException.of(Kind.CONFLICT, "quarantined", "dag", "Expected " + dag + "/" + run
                + " to go on, but " + detail.run().standing()
                + "; nothing of it is lost: start a program that mends it,"
                + " then `tidemill resume " + dag + "`");
          }
          LockSupport.parkNanos(REST_NANOS);
          changed.acquire();
          changed.drainPermits();
        }
      }
    }
  }

  private void hear(Event event) {
    if (event.kind().equals("end")) {
      deaf = true;
      changed.release();
    } else if (event.about(dag, run)) {
      if (event.kind().equals("progress") && event.shardIndex() < 0) {
        progress.put(event.task(), new Progress(event.done(), event.total()));
      }
      if (!event.kind().equals("log")) {
        changed.release();
      }
    }
  }

  /// Results of the tasks no other task waits for.
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
