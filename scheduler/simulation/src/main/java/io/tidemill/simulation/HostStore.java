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
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.runtime.port.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The database as one scheduler reaches it: calls take time, fail, or do not say what came of them, and before and after each
/// the process may end or stand still.
final class HostStore implements Store {
  private final World world;
  private final Host host;
  private final Store database;
  private boolean recovering;

  HostStore(World world, Host host) {
    this.world = world;
    this.host = host;
    database = world.database;
  }

  private void before(String what) {
    host.duringCall(what);
    if (world.chance.hits(world.faults().refused())) {
      world.count(FaultKind.CALL_REFUSED);
      world.tell(host + ": the database refuses " + what);
      throw refused(what);
    }
  }

  private static StoreException refused(String what) {
    return new StoreException("Refused: " + what, new IllegalStateException("simulated"));
  }

  private void beforeVersion(int dag) {
    if (recovering && world.unreadable(dag)) {
      throw new IllegalStateException(Supervisor.UNREADABLE);
    }
  }

  private boolean unknown(String what) {
    boolean unknown = world.chance.hits(world.faults().unknown());
    if (unknown) {
      world.count(FaultKind.COMMIT_NOT_TOLD);
      world.tell(host + ": the outcome of " + what + " is not told");
    }
    return unknown;
  }

  private final class HostJournal implements Journal {
    @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
      before("an append");
      if (unknown("an append not done")) {
        host.duringCall("an unknown append");
        throw doubt();
      }
      boolean[] written = database.journal().append(entries);
      if (unknown("an append done")) {
        host.duringCall("an unknown append");
        throw doubt();
      }
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          entries.get(i).sent().forEach(message -> tellOwner(message.partition()));
        }
      }
      host.duringCall("an append done");
      return written;
    }

    /// Schedulers tell each other that there may be messages; it may get lost.
    private void tellOwner(int partition) {
      Host owner = world.supervisor.host(partition);
      if (owner != host) {
        world.send(owner.edge(), owner + " hears of messages in " + partition,
            () -> owner.node().checkInbox(partition));
      }
    }

    private static UnknownOutcomeException doubt() {
      return new UnknownOutcomeException("Not told", new IllegalStateException("simulated"));
    }

    @Override public Head head(int partition) {
      before("reading a head");
      return database.journal().head(partition);
    }

    @Override public @Nullable JournalEntry entry(int partition, long sequence) {
      before("reading an entry");
      return database.journal().entry(partition, sequence);
    }

    @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
      before("reading an inbox");
      return database.journal().inbox(partition, after, limit);
    }

    @Override public List<JournalEntry> entries(int partition, long after, int limit) {
      before("reading entries");
      return database.journal().entries(partition, after, limit);
    }
  }

  private final class HostOwnership implements Ownership {
    @Override public List<Taken> take(List<Integer> partitions, String node, FirstEntry first) {
      Violation.require(!host.deciding() || host.resumes(partitions), Invariant.DECIDING_WORKS,
          host + " failed to decide an input");
      before("a take-over");
      List<Taken> taken = database.ownership().take(partitions, node, first);
      world.tell(host + " took " + taken);
      if (unknown("a take-over done")) {
        throw refused("to tell of a take-over");
      }
      host.duringCall("a take-over done");
      return taken;
    }

    @Override public void renew(Member self, Duration life) {
      database.ownership().renew(self, life);
    }

    @Override public void leave(String node) {
      database.ownership().leave(node);
    }

    @Override public ClusterState clusterState() {
      return database.ownership().clusterState();
    }

    @Override public void release(Map<Integer, Long> owned, String node) {
      database.ownership().release(owned, node);
    }

    @Override public boolean recover(Taken taken, Reader reader) {
      before("a recovery");
      recovering = true;
      boolean mine;
      try {
        mine = database.ownership().recover(taken, reader);
      } finally {
        recovering = false;
      }
      host.duringCall("a recovery done");
      return mine;
    }
  }

  private final class HostProjections implements Projections {
    @Override public boolean[] write(Batch batch) {
      before("a projection");
      boolean[] matched = database.projections().write(batch);
      if (unknown("a projection done")) {
        throw refused("to tell of a projection");
      }
      host.duringCall("a projection done");
      return matched;
    }

    @Override public void rehearse(Batch batch) {
      before("a rehearsal of a projection");
      database.projections().rehearse(batch);
    }
  }

  @Override public int partitions() {
    return database.partitions();
  }

  @Override public Journal journal() {
    return new HostJournal();
  }

  @Override public Ownership ownership() {
    return new HostOwnership();
  }

  @Override public Projections projections() {
    return new HostProjections();
  }

  @Override public Catalog catalog() {
    return new HostCatalog(database.catalog(), this::beforeVersion);
  }

  @Override public Values values() {
    return database.values();
  }

  @Override public Logs logs() {
    return database.logs();
  }

  @Override public AuditLog audit() {
    return database.audit();
  }

  @Override public AccessTokenStore accessTokens() {
    return database.accessTokens();
  }

  @Override public AgentStore agents() {
    return database.agents();
  }

  @Override public Quarantines quarantines() {
    return database.quarantines();
  }

  @Override public Queries queries() {
    return new HostQueries(database.queries(), () -> host.duringCall("a query"));
  }

  @Override public void close() {
    // The database outlives every process.
  }
}
