package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.Quarantines;
import java.util.List;
import java.util.TreeMap;

/// Troubles of DAGs in memory.
final class MemoryQuarantines implements Quarantines {
  private final TreeMap<Integer, QuarantineEntry> troubles = new TreeMap<>();

  @Override public synchronized List<QuarantineEntry> all() {
    return List.copyOf(troubles.values());
  }

  @Override public synchronized void note(QuarantineEntry quarantineEntry) {
    troubles.put(quarantineEntry.dag(), quarantineEntry);
  }

  @Override public synchronized void forget(int dag) {
    troubles.remove(dag);
  }
}
