package io.tidemill.api.dag;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// DAGs.
public interface DagResource {
  /// All DAGs by their ids.
  @Route(value = "GET /dags", permission = Permission.VIEW) List<DagView> list();

  /// One DAG.
  @Route(value = "GET /dags/{dag}", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) DagView get(String dag);

  /// Lets a DAG that was quarantined go on.
  @Route(value = "POST /dags/{dag}/resume", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) void resume(String dag);

  /// Archives a DAG: it has no active version, so nothing starts it any more. Runs, logs and versions stay until they are purged;
  /// deploying it again, or activating a version, brings it back.
  @Route(value = "POST /dags/{dag}/remove", permission = Permission.DEPLOY, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) DagRemoved remove(String dag, RemoveRequest request);
}
