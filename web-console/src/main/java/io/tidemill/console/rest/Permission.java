package io.tidemill.console.rest;

import io.javalin.security.RouteRole;

/// What a route needs. The token of `dev` has all of them.
enum Permission implements RouteRole {
  /// Look.
  VIEW,
  /// Start, cancel and rerun.
  OPERATE,
  /// Bring code.
  DEPLOY,
  /// Let agents in, and throw them out.
  ADMINISTER
}
