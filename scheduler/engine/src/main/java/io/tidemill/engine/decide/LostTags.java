package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.MaintenanceWindow.Stage;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.PauseHistory.Span;
import java.util.ArrayList;
import java.util.List;

/// Tags that a DAG loses with a version. What was due in a pause or maintenance of one, and is not decided, stays due in it.
final class LostTags {
  private LostTags() {}

  /// Pauses that the DAG had by tags that it loses, up to now.
  static List<Span> pauses(Turn turn, DagState dag, List<String> kept) {
    List<Span> spans = new ArrayList<>();
    for (String tag : dag.tags()) {
      PauseHistory pauses = turn.state().pauses().get(tag);
      if (pauses != null && !kept.contains(tag)) {
        spans.addAll(pauses.ended());
        if (pauses.since() != 0) {
          spans.add(new Span(pauses.since(), turn.now()));
        }
      }
    }
    return spans;
  }

  /// Maintenance windows that the DAG had by tags that it loses become windows of its own that are over. They are the partition's, and so
  /// a fact of the partition says them.
  static void keepMaintenance(Turn turn, DagState dag, List<String> kept) {
    for (MaintenanceWindow window : List.copyOf(turn.state().maintenance().values())) {
      boolean lost = window.dag() == 0 && !window.tag().isEmpty() && window.concerns(dag)
          && !kept.contains(window.tag());
      if (lost && window.stage() != Stage.PLANNED) {
        turn.record(new MaintenancePlanned(window.leftWith(dag, turn.now()), List.of()));
      }
    }
  }
}
