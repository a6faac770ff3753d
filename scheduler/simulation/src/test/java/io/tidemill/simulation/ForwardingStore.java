package io.tidemill.simulation;

import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.Quarantines;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.Values;

/// A store that does as another does, but for what is overridden.
interface ForwardingStore extends Store {
  Store right();

  @Override default int partitions() {
    return right().partitions();
  }

  @Override default Ownership ownership() {
    return right().ownership();
  }

  @Override default Catalog catalog() {
    return right().catalog();
  }

  @Override default Values values() {
    return right().values();
  }

  @Override default Logs logs() {
    return right().logs();
  }

  @Override default AuditLog audit() {
    return right().audit();
  }

  @Override default AccessTokenStore accessTokens() {
    return right().accessTokens();
  }

  @Override default AgentStore agents() {
    return right().agents();
  }

  @Override default Quarantines quarantines() {
    return right().quarantines();
  }

  @Override default Queries queries() {
    return right().queries();
  }

  @Override default void close() {
    right().close();
  }
}
