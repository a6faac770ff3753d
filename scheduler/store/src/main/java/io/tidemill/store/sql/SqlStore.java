package io.tidemill.store.sql;

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

/// A store put together from its ports.
///
/// @param closing closes what the ports use
public record SqlStore(int partitions, Journal journal, Ownership ownership, Projections projections, Catalog catalog,
    Values values, Logs logs, Quarantines quarantines, Queries queries, AgentStore agents,
    AccessTokenStore accessTokens, AuditLog audit, Runnable closing)
    implements Store {
  @Override public void close() {
    closing.run();
  }
}
