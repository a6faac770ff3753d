package io.tidemill.engine.fact;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.PauseHistory.Span;
import java.util.List;

/// A version of a DAG became the active one: its schedules are in force from then on, and no other.
///
/// @param id id of the DAG
/// @param version number of the version
/// @param tags words that name groups of DAGs, sorted
/// @param overlap what becomes of a slot that is due while runs of earlier slots are active
/// @param schedules schedules of the version, with how far each is decided
/// @param links what connects it with others
/// @param keptPauses pauses of tags that the DAG loses with this version: what was due in them was due in a pause of its own. They are said
/// here, since whoever replays the fact may know the partition as it was at another time
public record VersionActivated(int dag, String id, int version, List<String> tags, OverlapNode overlap,
    List<Declared> schedules, Links links, List<Span> keptPauses) implements DagFact {
  /// A version that has nothing to do with others.
  public VersionActivated(int dag, String id, int version, List<String> tags, OverlapNode overlap,
      List<Declared> schedules) {
    this(dag, id, version, tags, overlap, schedules, Links.NONE, List.of());
  }

  public VersionActivated {
    tags = List.copyOf(tags);
    schedules = List.copyOf(schedules);
    keptPauses = List.copyOf(keptPauses);
  }

  /// A schedule that is in force.
  ///
  /// @param node its declaration, without its place
  /// @param cursor slots up to this time are decided, in milliseconds since 1970
  /// @param since when this declaration came into force, in milliseconds since 1970
  public record Declared(ScheduleNode node, long cursor, long since) {}
}
