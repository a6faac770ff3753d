package io.tidemill.store.conformance;

import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.PostgresConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;

/// A fresh database, opened as often as a test likes.
interface TestDatabase extends AutoCloseable {
  /// Partitions of each.
  int PARTITIONS = 4;

  /// Opens it once more, as another process would.
  Store open();

  /// Loses an entry behind the store's back.
  void lose(int partition, long sequence) throws SQLException;

  @Override default void close() {}

  /// Makes a fresh one.
  static TestDatabase make(Kind kind, Path directory) {
    return switch (kind) {
      case MEMORY -> new Memory(new MemoryStore(PARTITIONS, InstantSource.system()));
      case H2 -> new H2(EmbeddedConfig.in(directory).withPartitions(PARTITIONS));
      case POSTGRESQL -> new Postgres(PostgresServer.shared().database(PARTITIONS));
    };
  }

  /// Which one.
  enum Kind {
    MEMORY, H2, POSTGRESQL
  }

  /// In memory: a process that starts again finds the same object.
  record Memory(MemoryStore store) implements TestDatabase {
    @Override public Store open() {
      return store;
    }

    @Override public void lose(int partition, long sequence) {
      store.lose(partition, sequence);
    }
  }

  /// H2 in a file.
  record H2(EmbeddedConfig config) implements TestDatabase {
    @Override public Store open() {
      return Stores.open(config);
    }

    @Override public void lose(int partition, long sequence) throws SQLException {
      Sql.run("jdbc:h2:async:" + config.directory() + "/tidemill", "tidemill", "", Sql.lose(partition, sequence));
    }
  }

  /// PostgreSQL.
  record Postgres(PostgresConfig config) implements TestDatabase {
    @Override public Store open() {
      return Stores.open(config);
    }

    @Override public void lose(int partition, long sequence) throws SQLException {
      Sql.run(config.url(), config.user(), config.password(), Sql.lose(partition, sequence));
    }

    @Override public void close() {
      PostgresServer.shared().drop(config);
    }
  }

  /// SQL behind the store's back.
  final class Sql {
    private Sql() {}

    static String lose(int partition, long sequence) {
      return "DELETE FROM journal WHERE partition = " + partition + " AND sequence = " + sequence;
    }

    static void run(String url, String user, String password, String sql) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url, user, password);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
