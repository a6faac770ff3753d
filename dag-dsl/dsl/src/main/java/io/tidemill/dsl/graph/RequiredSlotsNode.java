package io.tidemill.dsl.graph;

/// A schedule of another DAG whose slots must have succeeded for the whole data interval of a slot.
///
/// @param dag id of the other DAG
/// @param schedule name of its schedule
public record RequiredSlotsNode(String dag, String schedule) {
  /// The schedule in words, such as `hourly-load` or `hourly-load/nightly`.
  public String text() {
    return schedule.equals("default") ? dag : dag + "/" + schedule;
  }
}
