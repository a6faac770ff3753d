package io.tidemill.store.conformance;

import io.tidemill.store.Stores;
import io.tidemill.store.config.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// One PostgreSQL server for all tests of this JVM: in a container where a Docker engine answers, else from embedded binaries.
/// It ends with the JVM.
public final class PostgresServer {
  private static final String TEMPLATE = "tidemill_template";

  private final String host;
  private final String user;
  private final String password;
  private final AtomicInteger databases = new AtomicInteger();
  private int templatePartitions;

  private PostgresServer(String host, String user, String password) {
    this.host = host;
    this.user = user;
    this.password = password;
  }

  /// A server of its own that keeps what it commits, for measurements.
  public static PostgresServer durable() {
    return start("on");
  }

  /// The server, started when first asked for. It does not wait for the disk: no test pulls the plug.
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /// A new database that holds the tables already.
  public PostgresConfig database(int partitions) {
    template(partitions);
    return create(" TEMPLATE " + TEMPLATE).withPartitions(partitions);
  }

  /// A new database that holds nothing.
  public PostgresConfig emptyDatabase() {
    return create("");
  }

  /// Drops a database, whoever is connected to it.
  public void drop(PostgresConfig config) {
    run("DROP DATABASE " + config.url().substring(host.length()) + " WITH (FORCE)");
  }

  private PostgresConfig create(String options) {
    String name = "tidemill_" + databases.incrementAndGet();
    run("CREATE DATABASE " + name + options);
    return at(name);
  }

  private PostgresConfig at(String database) {
    return PostgresConfig.at(host + database, user, password);
  }

  private synchronized void template(int partitions) {
    if (templatePartitions != partitions) {
      run("DROP DATABASE IF EXISTS " + TEMPLATE + " WITH (FORCE)");
      run("CREATE DATABASE " + TEMPLATE);
      Stores.open(at(TEMPLATE).withPartitions(partitions)).close();
      templatePartitions = partitions;
    }
  }

  private void run(String sql) {
    try {
      TestDatabase.Sql.run(host + "postgres", user, password, sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Expected the test server to do: " + sql, e);
    }
  }

  @SuppressWarnings("resource") // ends with the JVM
  private static PostgresServer start(String fsync) {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      PostgreSQLContainer container = new PostgreSQLContainer("postgres:15-alpine").withCommand("postgres", "-c",
          "fsync=" + fsync);
      container.start();
      String url = container.getJdbcUrl();
      return new PostgresServer(url.substring(0, url.lastIndexOf('/') + 1), container.getUsername(),
          container.getPassword());
    }
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder()
          .setServerConfig("fsync", fsync)
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("shared_buffers", "256MB")
          .setServerConfig("max_wal_size", "2GB")
          .start();
      return new PostgresServer("jdbc:postgresql://localhost:" + server.getPort() + "/", "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it once.
  private static final class Shared {
    static final PostgresServer SERVER = start("off");
  }
}
