package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.Quarantines;
import java.util.List;
import java.util.TreeMap;

/// Troubles of DAGs in memory.
final class MemoryQuarantines implements Quarantines {
  private final TreeMap<Integer, Trouble> troubles = new TreeMap<>();

  @Override public synchronized List<Trouble> all() {
    return List.copyOf(troubles.values());
  }

  @Override public synchronized void note(Trouble trouble) {
    troubles.put(trouble.dag(), trouble);
  }

  @Override public synchronized void forget(int dag) {
    troubles.remove(dag);
  }
}
