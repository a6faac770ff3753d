package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidemill.api.cluster.ClusterResource;
import io.tidemill.api.cluster.ClusterView;
import io.tidemill.api.error.RefusedException;

/// Answers load balancers and supervisors, without a token: `/health` whether the process answers, `/ready` whether it is a scheduler of its database
/// now.
///
/// @param cluster knows whether it is
record HealthRoutes(ClusterResource cluster) {
  /// What was seen longer ago is no news: a scheduler looks every second.
  private static final long FRESH_MILLIS = 6_000;

  void add(RoutesConfig routes) {
    ReadRoute.add(routes, "/health", request -> request.result("ok\n"), RouteAccess.Open.EVERYBODY);
    ReadRoute.add(routes, "/ready", this::ready, RouteAccess.Open.EVERYBODY);
  }

  private void ready(Context request) {
    String reason = unready();
    request.status(reason.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .result(reason.isEmpty() ? "ready\n" : reason + "\n");
  }

  /// Why it is not ready, empty where it is.
  private String unready() {
    try {
      ClusterView view = cluster.get();
      return view.ageMillis() < FRESH_MILLIS
          && view.schedulers().stream().anyMatch(scheduler -> scheduler.name().equals(view.self()))
              ? ""
              : "the lease of this scheduler has ended, since the database does not answer or a loop makes no progress";
    } catch (RefusedException _) {
      return "the database does not answer";
    }
  }
}
