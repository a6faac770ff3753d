package io.tidemill.runtime.port;

import java.util.List;

/// Access tokens: with each, a person or a program uses the API in one role. Changes are durable when the call returns, except
/// [#removeEnded]. Secrets are never stored, only their hashes.
public interface AccessTokenStore {
  /// Stores a token.
  ///
  /// @param audit written in the same commit
  /// @throws IllegalArgumentException if one with its id is stored
  void add(AccessToken token, AuditEntry audit);

  /// All tokens, newest first.
  List<AccessToken> tokens();

  /// Forgets a token.
  ///
  /// @param audit written in the same commit, if there was one
  /// @return whether there was one
  boolean remove(String id, AuditEntry audit);

  /// Forgets tokens that ended before a time, in milliseconds.
  void removeEnded(long before);

  /// An access token.
  ///
  /// @param id what people call it
  /// @param hash hash of its secret
  /// @param name whom or what it is for
  /// @param role what its holder may do
  /// @param expiresAt in milliseconds, [Long#MAX_VALUE] where it has no end
  record AccessToken(String id, String hash, String name, String role, long createdAt, long expiresAt) {}
}
