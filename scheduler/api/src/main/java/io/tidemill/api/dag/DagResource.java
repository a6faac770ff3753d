package io.tidemill.api.dag;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// DAGs.
public interface DagResource {
  /// All DAGs by their ids.
  @Route(value = "GET /dags", permission = Permission.VIEW) List<DagView> list();

  /// Lets a DAG that was quarantined go on.
  @Route(value = "POST /dags/{dag}/resume", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) void resume(String dag);
}
