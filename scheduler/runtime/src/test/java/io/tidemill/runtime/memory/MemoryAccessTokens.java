package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AuditEntry;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Access tokens in memory.
final class MemoryAccessTokens implements AccessTokenStore {
  private final NavigableMap<String, AccessToken> tokens = new TreeMap<>();
  private final MemoryAuditLog log;

  MemoryAccessTokens(MemoryAuditLog log) {
    this.log = log;
  }

  @Override public synchronized void add(AccessToken token, AuditEntry audit) {
    if (tokens.putIfAbsent(token.id(), token) != null) {
      throw new IllegalArgumentException("Expected a new token, but " + token.id() + " is stored already");
    }
    log.add(audit);
  }

  @Override public synchronized List<AccessToken> tokens() {
    return tokens.values()
        .stream()
        .sorted(Comparator.comparing(AccessToken::createdAt).reversed().thenComparing(AccessToken::id))
        .toList();
  }

  @Override public synchronized boolean remove(String id, AuditEntry audit) {
    boolean known = tokens.remove(id) != null;
    if (known) {
      log.add(audit);
    }
    return known;
  }

  @Override public synchronized void removeEnded(long before) {
    tokens.values().removeIf(token -> token.expiresAt() < before);
  }
}
