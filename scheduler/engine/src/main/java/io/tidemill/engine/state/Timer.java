package io.tidemill.engine.state;

import java.util.Comparator;

/// An instant at which its owner must be looked at again. Each owner has one, derived from its state.
///
/// @param at milliseconds since 1970
/// @param dag number of the DAG, 0 where the owner is of none
/// @param number number of the run or backfill in its DAG, 0 where the owner is neither
/// @param task index of the task, -1 where the owner is no task
public record Timer(long at, Owner owner, int dag, long number, int task) implements Comparable<Timer> {
  private static final Comparator<Timer> ORDER = Comparator.comparingLong(Timer::at)
      .thenComparingInt(Timer::dag)
      .thenComparing(Timer::owner)
      .thenComparingLong(Timer::number)
      .thenComparingInt(Timer::task);

  /// What is looked at when a timer is due.
  public enum Owner {
    /// A run as a whole.
    RUN,
    /// A task of a run.
    TASK,
    /// The schedules of a DAG, and the slots that wait.
    SCHEDULE,
    /// A backfill of a DAG.
    BACKFILL,
    /// The assets on which a DAG runs.
    ASSETS,
    /// What the schedules of a DAG expect of their slots.
    LATENESS,
    /// Maintenance windows of the partition.
    MAINTENANCE
  }

  static Timer of(RunState run, long at) {
    return new Timer(at, Owner.RUN, run.dag(), run.number(), -1);
  }

  static Timer of(DagState dag, long at) {
    return new Timer(at, Owner.SCHEDULE, dag.number(), 0, -1);
  }

  static Timer ofAssets(DagState dag, long at) {
    return new Timer(at, Owner.ASSETS, dag.number(), 0, -1);
  }

  static Timer ofLateness(DagState dag, long at) {
    return new Timer(at, Owner.LATENESS, dag.number(), 0, -1);
  }

  static Timer ofMaintenance(long at) {
    return new Timer(at, Owner.MAINTENANCE, 0, 0, -1);
  }

  static Timer of(DagState dag, BackfillState backfill, long at) {
    return new Timer(at, Owner.BACKFILL, dag.number(), backfill.number(), -1);
  }

  static Timer of(RunState run, int task, long at) {
    return new Timer(at, Owner.TASK, run.dag(), run.number(), task);
  }

  @Override public int compareTo(Timer other) {
    return ORDER.compare(this, other);
  }
}
