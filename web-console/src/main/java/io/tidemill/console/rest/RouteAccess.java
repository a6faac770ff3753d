package io.tidemill.console.rest;

import io.javalin.security.RouteRole;
import io.tidemill.api.http.Permission;

/// Who may use a route, as the web server knows it.
sealed interface RouteAccess extends RouteRole {
  /// Whoever has a permission.
  record Needs(Permission permission) implements RouteAccess {}

  /// Everybody: what is served has no data in it.
  enum Open implements RouteAccess {
    EVERYBODY
  }
}
