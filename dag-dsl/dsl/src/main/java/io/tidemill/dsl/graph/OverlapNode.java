package io.tidemill.dsl.graph;

/// What a DAG does with a slot that is due while runs of earlier slots are active.
///
/// @param policy the rule
/// @param limit under [OverlapPolicy#ALLOW] most active runs, under [OverlapPolicy#QUEUE] most waiting slots, else 0
public record OverlapNode(OverlapPolicy policy, int limit) {
  /// The newest slot waits, older ones give way to it: the default.
  public static final OverlapNode DEFAULT = new OverlapNode(OverlapPolicy.QUEUE_LATEST, 0);
}
