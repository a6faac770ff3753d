package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AccessTokenStore;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Access tokens in memory.
final class MemoryAccessTokens implements AccessTokenStore {
  private final NavigableMap<String, AccessToken> tokens = new TreeMap<>();

  @Override public synchronized void add(AccessToken token) {
    if (tokens.putIfAbsent(token.id(), token) != null) {
      throw new IllegalArgumentException("Expected a new token, but " + token.id() + " is stored already");
    }
  }

  @Override public synchronized List<AccessToken> tokens() {
    return tokens.values()
        .stream()
        .sorted(Comparator.comparing(AccessToken::createdAt).reversed().thenComparing(AccessToken::id))
        .toList();
  }

  @Override public synchronized boolean remove(String id) {
    return tokens.remove(id) != null;
  }

  @Override public synchronized void removeEnded(long before) {
    tokens.values().removeIf(token -> token.expiresAt() < before);
  }
}
