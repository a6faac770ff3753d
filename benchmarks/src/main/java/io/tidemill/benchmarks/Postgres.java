package io.tidemill.benchmarks;

import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.config.StoreConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// PostgreSQL from the binaries in Maven, with the server's default durability: fsync and synchronous commit are on.
final class Postgres implements Database {
  private final EmbeddedPostgres server;
  private final Connection watch;

  Postgres() throws IOException, SQLException {
    server = EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_wal_size", "4GB")
        .setServerConfig("shared_buffers", "512MB")
        .start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database ceiling");
    }
    watch = server.getPostgresDatabase().getConnection();
  }

  @Override public String name() {
    return "postgresql";
  }

  private String url(String database) {
    return server.getJdbcUrl("postgres", database);
  }

  @Override public StoreConfig config() {
    return PostgresConfig.at(url("postgres"), "postgres", "");
  }

  @Override public Connection ceiling() throws SQLException {
    return DriverManager.getConnection(url("ceiling"));
  }

  @Override public void sync(Connection connection) {
    // A commit is durable.
  }

  @Override public boolean arrays() {
    return true;
  }

  private long number(String query) throws SQLException {
    try (Statement statement = watch.createStatement(); ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override public long walBytes() throws SQLException {
    return number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
  }

  @Override public long transactions() throws SQLException {
    // Transactions with an id of their own are those that wrote.
    return number("select (txid_snapshot_xmax(txid_current_snapshot()))::bigint");
  }

  @Override public long otherCpuNanos() {
    // The server's processes are not children of this one: its launcher detaches them.
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().orElse("").endsWith("/bin/postgres"))
        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus)
        .toNanos();
  }

  @Override public void close() throws IOException {
    try {
      watch.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      server.close();
    }
  }
}
