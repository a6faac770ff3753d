package io.tidemill.api.cluster;

import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;

/// The schedulers of a database.
public interface ClusterResource {
  /// Who is there and who owns which DAGs, as the scheduler that is asked saw it about a second ago.
  @Route(value = "GET /cluster", permission = Permission.VIEW) ClusterView get();
}
