package io.tidemill.api.http;

/// What a route needs. The token of `dev` has all of them.
public enum Permission {
  /// Look.
  VIEW,
  /// Start, cancel and rerun.
  OPERATE,
  /// Bring code.
  DEPLOY,
  /// Let agents in, and throw them out.
  ADMINISTER
}
