package io.tidemill.store.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An H2 database that this process holds alone.
///
/// @param directory where its file lies, made if it is missing; null: in memory, gone when the store is closed
/// @param partitions see [StoreConfig#partitions()], default 64
/// @param connections most pooled connections, for queries, logs and the catalog; default 8
/// @param cacheMebibytes memory for pages of the file, in MiB; default 64
/// @param statementTimeout longest a statement may run, default 30 s
/// @param lockTimeout longest a statement waits for a row another one holds, default 1 s
public record EmbeddedConfig(@Nullable Path directory, int partitions, int connections, int cacheMebibytes,
    Duration statementTimeout, Duration lockTimeout) implements StoreConfig {
  /// Checks what is given.
  public EmbeddedConfig {
    StoreConfig.checkPartitions(partitions);
    StoreConfig.checkConnections(connections);
    StoreConfig.checkTimeout("statementTimeout", statementTimeout);
    StoreConfig.checkTimeout("lockTimeout", lockTimeout);
    if (directory != null && directory.toString().contains(";")) {
      throw new IllegalArgumentException("Expected a directory without a semicolon, but found " + directory
          + "; H2 cannot name it, configure another one");
    }
    if (cacheMebibytes < 1) {
      throw new IllegalArgumentException(
          "Expected a cache of at least 1 MiB, but found " + cacheMebibytes + "; the default of 64 suits most");
    }
  }

  /// A database in a directory, with defaults.
  public static EmbeddedConfig in(Path directory) {
    return defaults(directory);
  }

  /// A database in memory, with defaults. Each opening makes a new one.
  public static EmbeddedConfig inMemory() {
    return defaults(null);
  }

  private static EmbeddedConfig defaults(@Nullable Path directory) {
    return new EmbeddedConfig(directory, DEFAULT_PARTITIONS, 8, 64, Duration.ofSeconds(30), Duration.ofSeconds(1));
  }

  /// The same with another number of partitions.
  public EmbeddedConfig withPartitions(int number) {
    return new EmbeddedConfig(directory, number, connections, cacheMebibytes, statementTimeout, lockTimeout);
  }
}
