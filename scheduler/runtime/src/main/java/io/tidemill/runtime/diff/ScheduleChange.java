package io.tidemill.runtime.diff;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.ScheduleNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schedule that is declared otherwise in another version of its DAG.
///
/// @param before null where it is new
/// @param after null where it is declared no more
public record ScheduleChange(String name, @Nullable ScheduleNode before, @Nullable ScheduleNode after) {
  /// Those between two graphs, in the order of the new one; where they were declared makes no difference.
  ///
  /// @param before null: there was none
  public static List<ScheduleChange> between(@Nullable Graph before, Graph after) {
    Map<String, ScheduleNode> known = new LinkedHashMap<>();
    if (before != null) {
      before.schedules().forEach(node -> known.put(node.name(), node));
    }
    List<ScheduleChange> changes = new ArrayList<>();
    for (ScheduleNode node : after.schedules()) {
      ScheduleNode was = known.remove(node.name());
      if (was == null || !was.at("").equals(node.at(""))) {
        changes.add(new ScheduleChange(node.name(), was, node));
      }
    }
    known.forEach((name, was) -> changes.add(new ScheduleChange(name, was, null)));
    return changes;
  }
}
