package io.tidemill.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.Stores;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.conformance.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresSessionsTest {
  private final PostgresConfig config = impatient(PostgresServer.shared().database(4));
  private final Store store = Stores.open(config);
  private final Taken taken = take();

  @AfterEach void close() {
    store.close();
    PostgresServer.shared().drop(config);
  }

  @Test void a_take_over_ends_the_session_that_holds_a_head() throws SQLException {
    try (Connection stuck = connect(); Statement statement = stuck.createStatement()) {
      stuck.setAutoCommit(false);
      statement.execute("UPDATE partition_head SET head = head + 1 WHERE id = 0");
      assertThat(take()).isEqualTo(new Taken(0, 2, 2));
      assertThatThrownBy(stuck::commit).isInstanceOf(SQLException.class);
    }
    assertThat(store.journal().head(0)).isEqualTo(new Head(2, 2));
  }

  @Test void a_take_over_ends_the_session_that_holds_a_mark() throws SQLException {
    try (Connection stuck = connect(); Statement statement = stuck.createStatement()) {
      stuck.setAutoCommit(false);
      statement.execute("UPDATE partition SET projected = 1 WHERE id = 0");
      assertThat(take()).isEqualTo(new Taken(0, 2, 2));
    }
    assertThat(store.queries().projected(0)).isZero();
  }

  @Test void an_append_whose_session_ends_is_in_doubt_and_settles_by_reading_back() throws Exception {
    JournalEntry entry = new JournalEntry(0, 1, 2, new byte[]{7}, List.of());
    try (Connection blocker = connect(); Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("SELECT * FROM partition_head WHERE id = 0 FOR UPDATE");
      CompletableFuture<boolean[]> append = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> {
        try {
          append.complete(store.journal().append(List.of(entry)));
        } catch (Exception e) {
          append.completeExceptionally(e);
        }
      });
      await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10)).until(() -> endWaiting() > 0);
      assertThatThrownBy(append::get).isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownOutcomeException.class);
    }
    assertThat(store.journal().head(0)).isEqualTo(new Head(1, 1));
    assertThat(store.journal().entry(0, 2)).isNull();
    assertThat(store.journal().append(List.of(entry))).containsExactly(true);
  }

  @Test void a_statement_the_server_refused_is_certain_and_its_connection_goes_on() throws Exception {
    try (Connection blocker = connect(); Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("SELECT * FROM partition_head WHERE id = 0 FOR UPDATE");
      JournalEntry entry = new JournalEntry(0, 1, 2, new byte[]{7}, List.of());
      assertThatThrownBy(() -> store.journal().append(List.of(entry))).isInstanceOf(StoreException.class)
          .hasMessageContaining("statement timeout");
      blocker.rollback();
      assertThat(store.journal().append(List.of(entry))).containsExactly(true);
    }
  }

  @Test void an_entry_that_is_stored_already_stops_its_own_partition_only() throws Exception {
    Taken other = store.ownership().take(List.of(1), "node", (_, _) -> new byte[0]).getFirst();
    run("INSERT INTO journal (partition, sequence, epoch, facts) VALUES (0, 2, 1, '')");
    assertThat(store.journal()
        .append(List.of(new JournalEntry(0, 1, 2, new byte[]{7}, List.of()),
            new JournalEntry(1, other.epoch(), 2, new byte[]{8}, List.of()))))
        .containsExactly(false, true);
  }

  @Test void connections_that_broke_are_replaced() throws Exception {
    JournalEntry entry = new JournalEntry(0, taken.epoch(), 2, new byte[]{7}, List.of());
    assertThat(store.journal().append(List.of(entry))).containsExactly(true);
    Batch batch = new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of());
    assertThat(store.projections().write(batch)).containsExactly(true);
    run("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE application_name = 'tidemill'"
        + " AND datname = current_database()");
    JournalEntry next = new JournalEntry(0, taken.epoch(), 3, new byte[]{8}, List.of());
    assertThatThrownBy(() -> store.journal().append(List.of(next))).isInstanceOf(UnknownOutcomeException.class);
    assertThat(store.journal().append(List.of(next))).containsExactly(true);
    Batch later = new Batch(List.of(new Move(0, 1, 1, 2)), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of());
    assertThatThrownBy(() -> store.projections().write(later)).isInstanceOf(StoreException.class);
    assertThat(store.projections().write(later)).containsExactly(true);
  }

  private Taken take() {
    return store.ownership().take(List.of(0), "node", (_, _) -> new byte[0]).getFirst();
  }

  private int endWaiting() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("""
            SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """)) {
      row.next();
      return row.getInt(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  private static PostgresConfig impatient(PostgresConfig config) {
    return new PostgresConfig(config.url(), config.user(), config.password(), config.partitions(), 4,
        Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }
}
