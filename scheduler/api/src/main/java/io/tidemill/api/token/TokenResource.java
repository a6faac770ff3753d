package io.tidemill.api.token;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// Join tokens of agents.
public interface TokenResource {
  /// Makes a token with which one agent may join once. The answer is the only one that ever shows it.
  @Route(value = "POST /join-tokens", permission = Permission.ADMINISTER, status = 201) TokenCreated create(
      TokenRequest request);

  /// Tokens that were made and have not been removed, newest first.
  @Route(value = "GET /join-tokens", permission = Permission.ADMINISTER) List<TokenView> list();

  /// Takes a token back. An agent that joined with it stays.
  @Route(value = "DELETE /join-tokens/{id}", permission = Permission.ADMINISTER, refuses = Kind.NOT_FOUND) void revoke(
      String id);
}
