package io.tidemill.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.store.Stores;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.conformance.PostgresServer;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class PostgresOpeningTest {
  private final PostgresConfig config = PostgresServer.shared().database(4);

  @Test void a_server_that_does_not_answer_is_out_of_reach_for_now() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresConfig nobody = PostgresConfig.at("jdbc:postgresql://localhost:" + port + "/x?password=secret", "u", "p");
    assertThatThrownBy(() -> Stores.open(nobody)).isInstanceOf(StoreUnreachableException.class)
        .hasMessageContaining("Expected a PostgreSQL server at jdbc:postgresql://localhost:" + port)
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test void a_user_the_server_does_not_know_is_told() {
    assertThatThrownBy(() -> Stores.open(PostgresConfig.at(config.url(), "nobody", "wrong")))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("as nobody")
        .hasMessageContaining("correct user and password")
        .hasMessageNotContaining("wrong");
  }

  @Test void a_wrong_password_is_told() {
    SQLException refused = new PSQLException("password authentication failed", PSQLState.INVALID_PASSWORD);
    assertThat(PostgresFailures.of(config, refused)).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("correct user and password");
  }

  @Test void a_database_that_does_not_exist_is_told() {
    assertThatThrownBy(
        () -> Stores.open(PostgresConfig.at(config.url() + "_missing", config.user(), config.password())))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("create it");
  }

  @Test void a_server_that_is_too_old_is_refused() {
    assertThatThrownBy(() -> PostgresFailures.refuseUnfit(14, false, "here")).isInstanceOf(StoreUnusableException.class)
        .hasMessage("Expected PostgreSQL 15 or later at here, but found 14; upgrade the server");
  }

  @Test void a_database_that_cannot_be_written_to_is_refused() throws SQLException {
    run("ALTER DATABASE " + name() + " SET default_transaction_read_only = on");
    assertThatThrownBy(() -> Stores.open(config)).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("read-only")
        .hasMessageContaining("primary");
  }

  @Test void another_number_of_partitions_is_refused() {
    assertThatThrownBy(() -> Stores.open(config.withPartitions(64))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("Expected 64 partitions")
        .hasMessageContaining("made with 4");
  }

  @Test void a_newer_schema_is_refused() throws SQLException {
    run("""
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
          execution_time, success) VALUES (9, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)
        """);
    assertThatThrownBy(() -> Stores.open(config)).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("or older, but found version 999");
  }

  @Test void a_database_full_of_other_tables_is_refused() throws SQLException {
    PostgresConfig other = PostgresServer.shared().emptyDatabase();
    try (Connection connection = DriverManager.getConnection(other.url(), other.user(), other.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE somebody (id int)");
    }
    assertThatThrownBy(() -> Stores.open(other)).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("use an empty database");
  }

  private String name() {
    return config.url().substring(config.url().lastIndexOf('/') + 1);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
