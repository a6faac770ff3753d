package io.tidemill.engine.state;

import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;

/// What a backfill was asked to do. Times are milliseconds since 1970.
///
/// @param node the schedule whose slots it runs, as it was declared when the backfill was created, without its place
/// @param from begin of the range
/// @param until end of the range, not part of it
/// @param concurrency runs of it that may be active at the same time
/// @param params parameters of its runs
/// @param by who asked
public record BackfillSpec(ScheduleNode node, long from, long until, Reprocess reprocess, SlotOrder order,
    int concurrency, Value params, String by) {
  /// Name of the schedule.
  public String schedule() {
    return node.name();
  }
}
