package io.tidemill.agent;

import io.tidemill.protocol.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run as its attempts need it: code and parameters, once they are there. Safe for use by several threads.
final class Run {
  private @Nullable List<Job> waiting = new ArrayList<>();
  private @Nullable Consumer<List<Job>> waitingFor;
  private @Nullable DagCode code;
  private @Nullable Object params;
  private @Nullable Failure failure;

  /// Hands the job to the queue once the run is ready or has failed, at once if it is; all jobs that waited together, in their
  /// order, so that the queue sees their priorities before any starts.
  synchronized void whenKnown(Job job, Consumer<List<Job>> queue) {
    if (waiting == null) {
      queue.accept(List.of(job));
    } else {
      waiting.add(job);
      waitingFor = queue;
    }
  }

  /// Whether the run is ready or has failed, and all jobs that waited were handed over.
  synchronized boolean isKnown() {
    return waiting == null;
  }

  synchronized void ready(DagCode dagCode, @Nullable Object decodedParams) {
    code = dagCode;
    params = decodedParams;
    handOver();
  }

  synchronized void failed(Failure why) {
    failure = why;
    handOver();
  }

  private void handOver() {
    List<Job> jobs = waiting;
    Consumer<List<Job>> queue = waitingFor;
    waiting = null;
    waitingFor = null;
    if (jobs != null && queue != null) {
      queue.accept(jobs);
    }
  }

  /// Why the run cannot be run here, null if it can.
  synchronized @Nullable Failure failure() {
    return failure;
  }

  /// The code; only where [#failure] is null.
  synchronized DagCode code() {
    if (code == null) {
      throw new IllegalStateException("Expected a run that is ready");
    }
    return code;
  }

  synchronized @Nullable Object params() {
    return params;
  }
}
