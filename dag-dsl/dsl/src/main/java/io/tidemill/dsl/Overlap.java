package io.tidemill.dsl;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;

/// What a DAG does with a slot that is due while runs of earlier slots are active. Immutable.
///
/// ```java
/// d.overlap(Overlap.skip());
/// ```
///
/// Only runs of slots count; runs started by hand and backfills are counted apart. Which slot loses is recorded.
public final class Overlap {
  /// Most active runs or waiting slots.
  public static final int MAX = 10_000;

  private final OverlapPolicy policy;
  private final int limit;

  private Overlap(OverlapPolicy policy, int limit) {
    this.policy = policy;
    this.limit = limit;
  }

  /// Several runs beside each other; a slot beyond them waits.
  ///
  /// @param runs most active runs, 1 to 10,000
  public static Overlap allow(int runs) {
    return new Overlap(OverlapPolicy.ALLOW, runs);
  }

  /// One run at a time; the slots that are due meanwhile wait in order, and those that find no room are skipped.
  ///
  /// @param slots most waiting slots, 1 to 10,000
  public static Overlap queue(int slots) {
    return new Overlap(OverlapPolicy.QUEUE, slots);
  }

  /// One run at a time; the newest slot waits, and one that waited before it is skipped. The default.
  public static Overlap queueLatest() {
    return new Overlap(OverlapPolicy.QUEUE_LATEST, 0);
  }

  /// One run at a time; a slot that is due meanwhile is skipped.
  public static Overlap skip() {
    return new Overlap(OverlapPolicy.SKIP, 0);
  }

  /// One run at a time; a slot that is due cancels the run before, and runs when that has ended.
  public static Overlap cancelOld() {
    return new Overlap(OverlapPolicy.CANCEL_OLD, 0);
  }

  /// One run at a time, in order, each only after the one before has succeeded.
  public static Overlap strictSequential() {
    return new Overlap(OverlapPolicy.STRICT_SEQUENTIAL, 0);
  }

  OverlapNode node() {
    return new OverlapNode(policy, limit);
  }

  void check(Limits limits, String place) {
    if (policy == OverlapPolicy.ALLOW || policy == OverlapPolicy.QUEUE) {
      limits.number(policy == OverlapPolicy.ALLOW ? "active runs" : "waiting slots", limit, 1, MAX, place);
    }
  }
}
