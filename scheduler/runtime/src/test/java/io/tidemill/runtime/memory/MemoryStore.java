package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Quarantines;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.Values;
import java.time.InstantSource;

/// A store in memory. It answers as the databases do, with the same calls in the same order always the same.
///
/// Closing it loses nothing: a simulated process that starts again goes on with the same object.
public final class MemoryStore implements Store {
  private final MemoryTables tables;
  private final Journal journal;
  private final MemoryOwnership ownership;
  private final Projections projections;
  private final Catalog catalog;
  private final Logs logs;
  private final MemoryAuditLog audit = new MemoryAuditLog();
  private final Quarantines quarantines = new MemoryQuarantines(audit);
  private final Queries queries;
  private final AgentStore agentStore;
  private final AccessTokenStore accessTokens = new MemoryAccessTokens(audit);

  /// @param clock gives the time a version was made, and that leases last by
  public MemoryStore(int partitions, InstantSource clock) {
    this.tables = new MemoryTables(partitions);
    this.agentStore = new MemoryAgentStore(audit, clock);
    this.journal = new MemoryJournal(tables, audit);
    this.ownership = new MemoryOwnership(tables, clock);
    this.projections = new MemoryProjections(tables);
    this.catalog = new MemoryCatalog(tables, audit, clock);
    this.logs = new MemoryLogs();
    this.queries = new MemoryQueries(tables);
  }

  /// Loses an entry of the journal, as a broken disk would.
  public void lose(int partition, long sequence) {
    synchronized (tables) {
      tables.partition(partition).entries.remove(sequence);
    }
  }

  /// Ends the lease of a node, as when its process has ended for a while.
  public void gone(String node) {
    ownership.gone(node);
  }

  /// Whether nobody can ask who owns what, as where a database is down.
  public void ownersAway(boolean away) {
    ownership.away(away);
  }

  @Override public int partitions() {
    return tables.partitions.size();
  }

  @Override public Journal journal() {
    return journal;
  }

  @Override public Ownership ownership() {
    return ownership;
  }

  @Override public Projections projections() {
    return projections;
  }

  @Override public Catalog catalog() {
    return catalog;
  }

  @Override public Values values() {
    return id -> {
      synchronized (tables) {
        byte[] bytes = tables.values.get(id);
        return bytes == null ? null : bytes.clone();
      }
    };
  }

  @Override public Logs logs() {
    return logs;
  }

  @Override public Quarantines quarantines() {
    return quarantines;
  }

  @Override public Queries queries() {
    return queries;
  }

  @Override public AuditLog audit() {
    return audit;
  }

  @Override public AccessTokenStore accessTokens() {
    return accessTokens;
  }

  @Override public AgentStore agents() {
    return agentStore;
  }

  @Override public void close() {
    // nothing is held
  }
}
