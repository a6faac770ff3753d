package io.tidemill.store.h2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.sql.DedicatedConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// H2 closes a database by itself where it cannot go on, as with a full disk.
@SuppressWarnings("NullAway.Init") // JUnit sets the field
class H2ReopeningTest {
  @TempDir private Path directory;

  private static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test void what_was_committed_is_there_when_the_next_connection_is_asked_for_and_others_are_told() throws Exception {
    AtomicInteger told = new AtomicInteger();
    try (H2Database database = new H2Database(EmbeddedConfig.in(directory), null)) {
      database.onReopened(told::incrementAndGet);
      DedicatedConnection held = new DedicatedConnection("a test", database::connection, H2Durability::commit,
          _ -> false);
      try (Connection connection = database.connection()) {
        run(connection, "CREATE TABLE t (id int)");
        run(connection, "INSERT INTO t VALUES (1)");
        H2Durability.commit(connection);
      }
      assertThat(held.<Integer>transaction(H2ReopeningTest::rows)).isEqualTo(1);
      requireNonNull(database.storage()).closeImmediately();

      assertThatThrownBy(() -> held.<Integer>transaction(H2ReopeningTest::rows))
          .isInstanceOf(UnknownOutcomeException.class);
      assertThat(held.<Integer>transaction(H2ReopeningTest::rows)).isEqualTo(1);
      assertThat(told).hasValue(1);
      try (Connection connection = database.connection()) {
        run(connection, "INSERT INTO t VALUES (2)");
        assertThat(rows(connection)).isEqualTo(2);
      }
      held.close();
    }
  }

  @Test void the_file_stays_small_under_many_small_commits() throws Exception {
    try (H2Database database = new H2Database(EmbeddedConfig.in(directory), null)) {
      try (Connection connection = database.connection()) {
        run(connection, "CREATE TABLE t (id int, content varchar)");
        connection.setAutoCommit(false);
        for (int i = 0; i < 2_000; i++) {
          run(connection, "INSERT INTO t VALUES (" + i + ", '" + "x".repeat(200) + "')");
          connection.commit();
        }
      }
      MVStore store = requireNonNull(database.storage());
      long before = store.getFileStore().size();
      H2Reclaimer reclaimer = H2Reclaimer.idle(database);
      for (int i = 0; i < 50; i++) {
        reclaimer.step(store);
      }
      assertThat(store.getFileStore().size()).isLessThan(before / 4);
      try (Connection connection = database.connection()) {
        assertThat(rows(connection)).isEqualTo(2_000);
      }
    }
    assertThat(size()).isLessThan(2_000_000);
  }

  private long size() throws IOException {
    return Files.size(directory.resolve("tidemill.mv.db"));
  }
}
