package io.tidemill.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of agent processes this scheduler has seen, the last 10,000. Safe for use by several threads.
final class IncarnationRegistry {
  private static final int MAX = 10_000;

  private final Map<Long, String> names = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
      return size() > MAX;
    }
  };

  /// Records the agent of a process.
  synchronized void note(long incarnation, String name) {
    names.put(incarnation, name);
  }

  /// Records the agent of an earlier process, unless another one is known. An unknown process is older than this scheduler, and its
  /// incarnation cannot be guessed.
  synchronized void claim(long incarnation, String name) {
    names.putIfAbsent(incarnation, name);
  }

  /// Whether a process is known to be, or to have been, the agent.
  synchronized boolean is(long incarnation, String name) {
    return name.equals(names.get(incarnation));
  }

  synchronized @Nullable String name(long incarnation) {
    return names.get(incarnation);
  }
}
