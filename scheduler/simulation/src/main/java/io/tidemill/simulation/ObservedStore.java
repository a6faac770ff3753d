package io.tidemill.simulation;

import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Quarantines;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.runtime.port.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The database itself, shared by all schedulers. What it really did is told to the checker.
final class ObservedStore implements Store {
  private final Store store;
  private final InvariantChecker invariantChecker;

  ObservedStore(Store store, InvariantChecker invariantChecker) {
    this.store = store;
    this.invariantChecker = invariantChecker;
  }

  private final class ObservedJournal implements Journal {
    @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
      boolean[] written = store.journal().append(entries);
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          invariantChecker.appended(entries.get(i));
        } else {
          invariantChecker.count(FaultKind.OLD_OWNER_WROTE);
        }
      }
      return written;
    }

    @Override public Head head(int partition) {
      return store.journal().head(partition);
    }

    @Override public @Nullable JournalEntry entry(int partition, long sequence) {
      return store.journal().entry(partition, sequence);
    }

    @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
      return store.journal().inbox(partition, after, limit);
    }

    @Override public List<JournalEntry> entries(int partition, long after, int limit) {
      return store.journal().entries(partition, after, limit);
    }
  }

  private final class ObservedOwnership implements Ownership {
    @Override public List<Taken> take(List<Integer> partitions, String node, FirstEntry first) {
      List<Taken> taken = store.ownership().take(partitions, node, first);
      taken.forEach(one -> invariantChecker.taken(one, node));
      invariantChecker.count(FaultKind.PARTITION_TAKEN);
      return taken;
    }

    @Override public void renew(Member self, Duration life) {
      store.ownership().renew(self, life);
    }

    @Override public void leave(String node) {
      store.ownership().leave(node);
    }

    @Override public ClusterState clusterState() {
      return store.ownership().clusterState();
    }

    @Override public void release(Map<Integer, Long> owned, String node) {
      store.ownership().release(owned, node);
    }

    @Override public boolean recover(Taken taken, Reader reader) {
      return store.ownership().recover(taken, reader);
    }
  }

  @Override public int partitions() {
    return store.partitions();
  }

  @Override public Journal journal() {
    return new ObservedJournal();
  }

  @Override public Ownership ownership() {
    return new ObservedOwnership();
  }

  @Override public Projections projections() {
    return new Projections() {
      @Override public boolean[] write(Batch batch) {
        boolean[] matched = store.projections().write(batch);
        for (int i = 0; i < matched.length; i++) {
          if (matched[i]) {
            invariantChecker.projected(batch.moves().get(i), batch.chunks());
          } else {
            invariantChecker.count(FaultKind.OLD_OWNER_PROJECTED);
          }
        }
        return matched;
      }

      @Override public void rehearse(Batch batch) {
        store.projections().rehearse(batch);
      }
    };
  }

  @Override public Catalog catalog() {
    return store.catalog();
  }

  @Override public Values values() {
    return store.values();
  }

  @Override public Logs logs() {
    return store.logs();
  }

  @Override public AuditLog audit() {
    return store.audit();
  }

  @Override public AccessTokenStore accessTokens() {
    return store.accessTokens();
  }

  @Override public AgentStore agents() {
    return store.agents();
  }

  @Override public Quarantines quarantines() {
    return store.quarantines();
  }

  @Override public Queries queries() {
    return store.queries();
  }

  @Override public void close() {
    store.close();
  }
}
