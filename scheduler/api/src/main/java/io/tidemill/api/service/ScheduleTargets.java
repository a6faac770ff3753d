package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.api.schedule.ScheduleTarget;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the DAGs that a request about schedules concerns.
record ScheduleTargets(Store store, RequestResolver found, DeclaredSchedules declared) {
  /// Whose schedules a request is about.
  ///
  /// @param dag the one DAG, null where it is a group
  /// @param tag tag of the group, empty for all DAGs
  record Target(Catalog.@Nullable Dag dag, String tag) {}

  Target of(ScheduleTarget request) {
    return of(request.dag(), request.tag(), Boolean.TRUE.equals(request.all()));
  }

  Target of(@Nullable String dag, @Nullable String tag, boolean all) {
    if ((dag == null ? 0 : 1) + (tag == null ? 0 : 1) + (all ? 1 : 0) != 1 || tag != null && tag.isEmpty()) {
      throw RefusedException.of(Kind.INVALID, "bad-target", "dag",
          "Expected exactly one of a DAG, a tag and all, but found another number of them; say whose schedules are meant");
    }
    String checked = UserText.TAG.checked(tag);
    return new Target(dag == null ? null : found.dag(dag), checked == null ? "" : checked);
  }

  /// The DAGs that it concerns now.
  List<Catalog.Dag> dags(Target target) {
    Catalog.Dag one = target.dag();
    return one != null
        ? List.of(one)
        : store.catalog().dags().stream().filter(dag -> target.tag().isEmpty() || has(dag, target.tag())).toList();
  }

  private boolean has(Catalog.Dag dag, String tag) {
    Graph graph = declared.graph(dag);
    return graph != null && graph.tags().contains(tag);
  }

  /// Those of them that have schedules.
  List<Catalog.Dag> scheduled(Target target) {
    return dags(target).stream().filter(dag -> {
      Graph graph = declared.graph(dag);
      return graph != null && !graph.schedules().isEmpty();
    }).toList();
  }
}
