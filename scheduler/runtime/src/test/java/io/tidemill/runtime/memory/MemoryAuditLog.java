package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.AuditLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The audit log in memory.
final class MemoryAuditLog implements AuditLog {
  private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::at)
      .thenComparingLong(Position::number);

  private final List<Recorded> entries = new ArrayList<>();

  @Override public synchronized void add(AuditEntry entry) {
    entries.add(new Recorded(entries.size() + 1, entry));
  }

  @Override public synchronized List<Recorded> entries(Filter filter, @Nullable Position before, int limit) {
    return entries.stream()
        .filter(each -> filter.takes(each.entry()))
        .filter(each -> before == null || ORDER.compare(each.position(), before) < 0)
        .sorted(Comparator.comparing(Recorded::position, ORDER).reversed())
        .limit(limit)
        .toList();
  }
}
