package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.OverlapNode;

/// What the overlap policy says of a slot that is due (semantics §4), as a function of how many slots are ahead of it. The decision and
/// the plan that is shown before it ask here.
enum OverlapRule {
  /// It gets a run now.
  RUN,
  /// It waits behind those that wait.
  QUEUE,
  /// It waits, and takes the place of those that wait.
  REPLACE_WAITING,
  /// It takes the place of those that wait, and what runs is cancelled.
  CANCEL_OLD,
  /// It is skipped, since a run is active.
  OVERLAP,
  /// It is skipped, since as many wait as may.
  QUEUE_FULL;

  /// @param room whether the policy lets one more slot run now
  /// @param waiting how many slots wait
  static OverlapRule of(OverlapNode overlap, boolean room, int waiting) {
    if (room && waiting == 0) {
      return RUN;
    }
    return switch (overlap.policy()) {
      case SKIP -> OVERLAP;
      case QUEUE -> queue(waiting, overlap.limit());
      case ALLOW, STRICT_SEQUENTIAL -> queue(waiting, SlotsDue.MOST_WAITING);
      case QUEUE_LATEST -> REPLACE_WAITING;
      case CANCEL_OLD -> CANCEL_OLD;
    };
  }

  private static OverlapRule queue(int waiting, int most) {
    return waiting < most ? QUEUE : QUEUE_FULL;
  }
}
