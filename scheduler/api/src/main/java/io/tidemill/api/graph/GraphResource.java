package io.tidemill.api.graph;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;

/// Graphs of versions.
public interface GraphResource {
  /// The graph of a version, laid out from left to right. It never changes. One of more than [GraphView#MOST_TASKS] tasks is
  /// refused.
  @Route(value = "GET /dags/{dag}/versions/{version}/graph", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) GraphView get(String dag, int version);
}
