package io.tidemill.store.config;

import java.time.Duration;

/// A PostgreSQL database, version 15 or later, that several schedulers may share.
///
/// The timeouts nest: a statement is ended by the server before the socket gives up on it, so that most failures have a
/// certain outcome.
///
/// @param url JDBC address, `jdbc:postgresql://host:5432/database`; its own parameters are kept, those named here win
/// @param user role that owns the tables
/// @param password password of the role, empty where the server asks for none
/// @param partitions see [StoreConfig#partitions()], default 64
/// @param connections most pooled connections, for queries, logs and the catalog; two more are held for writing; default 8
/// @param connectTimeout longest a connection attempt may take, default 5 s
/// @param statementTimeout longest a statement may run, default 10 s; a question at most 8 s, since somebody waits for it
/// @param lockTimeout longest a take-over waits for a row before it ends the session that holds it, default 1 s
/// @param idleInTransactionTimeout longest a transaction may sit idle before the server ends its session, default 5 s
/// @param socketTimeout longest the server may be silent during a statement, more than statementTimeout; default 15 s; during a question at most 9 s
public record PostgresConfig(String url, String user, String password, int partitions, int connections,
    Duration connectTimeout, Duration statementTimeout, Duration lockTimeout, Duration idleInTransactionTimeout,
    Duration socketTimeout) implements StoreConfig {
  /// Checks what is given.
  public PostgresConfig {
    StoreConfig.checkPartitions(partitions);
    StoreConfig.checkConnections(connections);
    StoreConfig.checkTimeout("connectTimeout", connectTimeout);
    StoreConfig.checkTimeout("statementTimeout", statementTimeout);
    StoreConfig.checkTimeout("lockTimeout", lockTimeout);
    StoreConfig.checkTimeout("idleInTransactionTimeout", idleInTransactionTimeout);
    StoreConfig.checkTimeout("socketTimeout", socketTimeout);
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "Expected an address like jdbc:postgresql://host:5432/database, but found " + url
              + "; give the JDBC address of a PostgreSQL database");
    }
    if (lockTimeout.compareTo(statementTimeout) >= 0 || statementTimeout.compareTo(socketTimeout) >= 0) {
      throw new IllegalArgumentException(
          "Expected lockTimeout < statementTimeout < socketTimeout, but found " + lockTimeout
              + ", " + statementTimeout + " and " + socketTimeout
              + "; otherwise a statement's outcome is in doubt too often");
    }
  }

  /// A database, with defaults.
  public static PostgresConfig at(String url, String user, String password) {
    return new PostgresConfig(url, user, password, DEFAULT_PARTITIONS, 8, Duration.ofSeconds(5), Duration.ofSeconds(10),
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  /// The same with another number of partitions.
  public PostgresConfig withPartitions(int number) {
    return new PostgresConfig(url, user, password, number, connections, connectTimeout, statementTimeout, lockTimeout,
        idleInTransactionTimeout, socketTimeout);
  }

  /// Everything but the password.
  @Override public String toString() {
    return "PostgresConfig[url=" + url + ", user=" + user + ", partitions=" + partitions + ", connections="
        + connections
        + "]";
  }
}
