package io.tidemill.store;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.config.StoreConfig;
import io.tidemill.store.h2.H2Store;
import io.tidemill.store.postgresql.PostgresStore;

/// Opens stores.
public final class Stores {
  private Stores() {}

  /// Opens a store: makes or updates its tables where needed, and checks that it can be used.
  ///
  /// @throws io.tidemill.store.exception.StoreUnreachableException if trying later may succeed
  /// @throws io.tidemill.store.exception.StoreUnusableException if somebody must change something first
  public static Store open(StoreConfig config) {
    return switch (config) {
      case EmbeddedConfig embedded -> H2Store.open(embedded);
      case PostgresConfig postgres -> PostgresStore.open(postgres);
    };
  }
}
