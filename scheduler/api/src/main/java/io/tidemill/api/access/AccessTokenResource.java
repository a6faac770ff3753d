package io.tidemill.api.access;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// Access tokens of people and programs.
public interface AccessTokenResource {
  /// Makes an access token with one role. The answer is the only one that ever shows it.
  @Route(value = "POST /access-tokens", permission = Permission.ADMINISTER, status = 201) AccessTokenCreated create(
      AccessTokenRequest request);

  /// Access tokens that were made and have not been removed, newest first.
  @Route(value = "GET /access-tokens", permission = Permission.ADMINISTER) List<AccessTokenView> list();

  /// Takes an access token back. Sessions that began with it, and its open streams, end within 5 seconds.
  @Route(value = "DELETE /access-tokens/{id}", permission = Permission.ADMINISTER, refuses = Kind.NOT_FOUND) void revoke(
      String id);
}
