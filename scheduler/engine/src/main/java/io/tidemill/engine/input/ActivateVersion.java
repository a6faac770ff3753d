package io.tidemill.engine.input;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.state.Links;
import java.util.List;

/// A version of a DAG is the active one in the catalog. Told again it changes nothing.
///
/// @param id id of the DAG
/// @param tags words that name groups of DAGs, sorted
/// @param overlap what becomes of a slot that is due while runs of earlier slots are active
/// @param schedules schedules of the version
/// @param links what connects it with others
public record ActivateVersion(int dag, String id, int version, List<String> tags, OverlapNode overlap,
    List<ScheduleNode> schedules, Links links) implements DagInput {
  /// A version that has nothing to do with others.
  public ActivateVersion(int dag, String id, int version, List<String> tags, OverlapNode overlap,
      List<ScheduleNode> schedules) {
    this(dag, id, version, tags, overlap, schedules, Links.NONE);
  }

  public ActivateVersion {
    tags = List.copyOf(tags);
    schedules = List.copyOf(schedules);
  }
}
