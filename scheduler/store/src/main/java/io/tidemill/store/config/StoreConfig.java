package io.tidemill.store.config;

import java.time.Duration;

/// Which database a scheduler keeps its state in.
public sealed interface StoreConfig permits EmbeddedConfig, PostgresConfig {
  /// Partitions of a database made without saying how many.
  int DEFAULT_PARTITIONS = 64;

  /// Most partitions a database can have.
  int MAX_PARTITIONS = 1024;

  /// Number of partitions. It is fixed when the database is created; opening one that has another number is refused.
  int partitions();

  /// Checks a number of partitions.
  static void checkPartitions(int partitions) {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException("Expected 1 to " + MAX_PARTITIONS + " partitions, but found " + partitions
          + "; the default of " + DEFAULT_PARTITIONS + " suits most");
    }
  }

  /// Checks a number of connections.
  static void checkConnections(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 pooled connection, but found " + connections + "; the default suits most");
    }
  }

  /// Checks a timeout.
  static void checkTimeout(String option, Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("Expected " + option + " between 1 ms and 1 h, but found " + timeout
          + "; a store that waits for ever cannot be stopped");
    }
  }
}
