package io.tidemill.dsl;

import io.tidemill.dsl.graph.ScheduleNode;
import java.util.List;

/// When a DAG runs by itself: a [Cron] in a time zone, or [Every] so often.
///
/// Immutable. What is wrong with a schedule is reported when the DAG is built.
public sealed interface Schedule permits Cron, Every {
  /// The schedule as the graph holds it.
  ScheduleNode node();

  /// What is wrong with the schedule, nothing where it can fire. The places are left empty.
  List<Problem> problems();
}
