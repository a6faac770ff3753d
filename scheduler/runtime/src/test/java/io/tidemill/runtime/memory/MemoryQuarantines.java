package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Quarantines;
import java.util.List;
import java.util.TreeMap;

/// Quarantine entries in memory.
final class MemoryQuarantines implements Quarantines {
  private final TreeMap<Integer, QuarantineEntry> entries = new TreeMap<>();

  private final MemoryAuditLog log;

  MemoryQuarantines(MemoryAuditLog log) {
    this.log = log;
  }

  @Override public synchronized List<QuarantineEntry> all() {
    return List.copyOf(entries.values());
  }

  @Override public synchronized void note(QuarantineEntry quarantineEntry) {
    entries.put(quarantineEntry.dag(), quarantineEntry);
  }

  @Override public synchronized void forget(int dag, AuditEntry audit) {
    entries.remove(dag);
    log.add(audit);
  }
}
