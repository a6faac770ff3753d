package io.tidemill.agent;

import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An accepted assignment, from its arrival until the scheduler has acknowledged all that is to be said about it. Safe for use
/// by several threads.
abstract sealed class Job permits TaskJob, ShardsJob {
  private final Assignment assignment;
  private final BundleRun run;
  private final long arrivedNanos = System.nanoTime();
  private boolean startTold;

  Job(Assignment assignment, BundleRun run) {
    this.assignment = assignment;
    this.run = run;
  }

  Assignment assignment() {
    return assignment;
  }

  AttemptKey key() {
    return assignment.key();
  }

  BundleRun run() {
    return run;
  }

  long arrivedNanos() {
    return arrivedNanos;
  }

  int priority() {
    return assignment.priority();
  }

  /// The task in its graph, null as long as the run's code is not there.
  @Nullable TaskNode node() {
    DagCode.Entry entry = run.task(assignment.task());
    return entry == null ? null : entry.node();
  }

  /// True once, for whoever tells that the job has started.
  synchronized boolean tellStart() {
    boolean first = !startTold;
    startTold = true;
    return first;
  }

  /// Gives the worker the next attempt to run. False: all are taken.
  abstract boolean claim(Worker worker);

  /// Ends what was not yet claimed.
  abstract void endUnclaimed(FailureReport failure, Reporter reporter);

  /// Notes that the attempts shall end: those not yet claimed end at once, those that run are answered.
  abstract List<Attempt> stop(StopCause cause, Reporter reporter);

  /// Takes up an attempt that was claimed. False: it was stopped meanwhile and must not start.
  abstract boolean begin(Attempt attempt);

  /// Attempts whose body runs now.
  abstract List<Attempt> running();

  /// How many attempts of it have an end that is not acknowledged.
  abstract int unsettled();

  /// Reports of which the scheduler has not said that they are durable.
  abstract List<Report> unacknowledged();

  /// Notes that a report is durable.
  ///
  /// @return true if nothing more will be said about this job
  abstract boolean acknowledged(Report report);
}
