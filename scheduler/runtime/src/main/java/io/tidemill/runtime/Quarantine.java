package io.tidemill.runtime;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Quarantines;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DAGs about which deciding failed twice within an hour, or that could not be recovered or written to the tables, kept apart so that the others go on
/// (guarantees R10). Nothing of them is lost: their committed state stays as it is, what agents report of them is repeated until it is taken. They are noted
/// in the store, so that a restart, or the next owner, keeps them apart too, until somebody resumes them.
///
/// Safe for use by several threads.
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int MOST_FAILURES = 2;
  private static final Duration MEMORY = Duration.ofHours(1);

  private final Quarantines noted;
  private final Map<Integer, QuarantineEntry> entries = new ConcurrentHashMap<>();
  private final Set<Integer> unsaved = ConcurrentHashMap.newKeySet();

  Quarantine(Quarantines noted) {
    this.noted = noted;
  }

  /// Reads what is noted. Blocks.
  synchronized void load() {
    Set<Integer> found = ConcurrentHashMap.newKeySet();
    for (QuarantineEntry entry : noted.all()) {
      found.add(entry.dag());
      if (!unsaved.contains(entry.dag())) {
        entries.put(entry.dag(), entry);
      }
    }
    entries.keySet().removeIf(dag -> !found.contains(dag) && !unsaved.contains(dag));
  }

  /// Notes that deciding about a DAG failed. Blocks; where the store does not answer it is kept in memory only.
  ///
  /// @param now in milliseconds since 1970
  synchronized void failed(int dag, long now, String reason) {
    if (dag <= 0) {
      return;
    }
    QuarantineEntry entry = entries.merge(dag, new QuarantineEntry(dag, 1, now, reason),
        (before, first) -> before.failures() < MOST_FAILURES && now - before.at() > MEMORY.toMillis()
            ? first
            : new QuarantineEntry(dag, before.failures() + 1, now, reason));
    if (entry.failures() == MOST_FAILURES) {
      tell(dag, "deciding about it failed " + MOST_FAILURES + " times, last with " + reason);
    }
    note(entry);
  }

  /// Keeps a DAG apart at once. Blocks; where the store does not answer it is kept in memory only.
  ///
  /// @param now in milliseconds since 1970
  synchronized void keepApart(int dag, long now, String reason) {
    QuarantineEntry entry = new QuarantineEntry(dag, MOST_FAILURES, now, reason);
    entries.put(dag, entry);
    tell(dag, reason);
    note(entry);
  }

  private static void tell(int dag, String reason) {
    LOG.error(
        "DAG number {} is quarantined: {}. Its runs stand still and nothing of them is lost; other DAGs go on. Start a"
            + " program that mends it, then resume the DAG",
        dag, reason);
  }

  private void note(QuarantineEntry entry) {
    int dag = entry.dag();
    try {
      noted.note(entry);
      unsaved.remove(dag);
    } catch (RuntimeException e) {
      unsaved.add(dag);
      LOG.warn("The quarantine entry of DAG number {} could not be stored; it is known until this process ends", dag,
          e);
    }
  }

  /// The entry of a DAG that is kept apart, or null.
  @Nullable QuarantineEntry of(int dag) {
    QuarantineEntry entry = entries.get(dag);
    return entry == null || entry.failures() < MOST_FAILURES ? null : entry;
  }

  /// All DAGs that are kept apart.
  Set<Integer> all() {
    Set<Integer> all = new HashSet<>();
    entries.keySet().stream().filter(dag -> of(dag) != null).forEach(all::add);
    return all;
  }

  /// Whether an input is about a DAG that is kept apart.
  boolean holds(Input input) {
    return !entries.isEmpty() && of(input.dag()) != null;
  }

  /// Keeps a DAG apart no longer. Blocks.
  ///
  /// @param id its id
  /// @param now in milliseconds since 1970
  /// @param by who asks
  /// @return false if it was not kept apart
  synchronized boolean resume(int dag, String id, long now, RequestOrigin by) {
    QuarantineEntry entry = of(dag);
    if (entry == null) {
      return false;
    }
    noted.forget(dag, AuditEntry.ofDag(now, by, id, "quarantined: " + entry.reason(), "resumed"));
    unsaved.remove(dag);
    entries.remove(dag);
    return true;
  }
}
