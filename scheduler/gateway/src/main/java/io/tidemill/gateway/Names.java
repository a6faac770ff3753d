package io.tidemill.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which processes were which agent, as far as this scheduler has seen. Keeps the last 10,000. Safe for use by several threads.
final class Names {
  private static final int MOST = 10_000;

  private final Map<Long, String> names = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
      return size() > MOST;
    }
  };

  /// Notes that a process is an agent.
  synchronized void note(long incarnation, String name) {
    names.put(incarnation, name);
  }

  /// Notes that a process was an agent, unless it is known to have been another. A process nobody has seen was there before
  /// this scheduler, and its number is not to be guessed.
  synchronized void claim(long incarnation, String name) {
    names.putIfAbsent(incarnation, name);
  }

  /// Whether a process is known to be, or have been, an agent.
  synchronized boolean is(long incarnation, String name) {
    return name.equals(names.get(incarnation));
  }

  synchronized @Nullable String name(long incarnation) {
    return names.get(incarnation);
  }
}
