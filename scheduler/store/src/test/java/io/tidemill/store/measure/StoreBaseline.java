package io.tidemill.store.measure;

import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.config.StoreConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;

/// What the database does at most: one insert and one update of a row of 150 bytes a task, in arrays (PostgreSQL) or batches
/// (H2) of 1,000, each committed to the disk.
final class StoreBaseline {
  private static final int BATCH = 1_000;
  private static final int BATCHES = 60;

  private StoreBaseline() {}

  static void measure(StoreConfig config) throws SQLException {
    try (Connection connection = switch (config) {
      case EmbeddedConfig h2 ->
        DriverManager.getConnection("jdbc:h2:file:" + h2.directory() + "/tidemill;WRITE_DELAY=0",
            "tidemill", "");
      case PostgresConfig postgres ->
        DriverManager.getConnection(postgres.url() + "?prepareThreshold=1", postgres.user(),
            postgres.password());
    }) {
      boolean postgres = config instanceof PostgresConfig;
      try (Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS ceiling");
        statement.execute("CREATE TABLE ceiling (id bigint PRIMARY KEY, state integer, payload varchar)");
        if (postgres) {
          statement.execute("SET enable_seqscan = off");
          statement.execute("SET enable_hashjoin = off");
          statement.execute("SET enable_mergejoin = off");
        }
        run(connection, postgres, 0, 10);
        long begin = System.nanoTime();
        run(connection, postgres, 10, BATCHES);
        System.out.printf("ceiling %.0f tasks/s (insert + update, batches of %d)%n",
            BATCHES * BATCH / ((System.nanoTime() - begin) / 1e9), BATCH);
        statement.execute("DROP TABLE ceiling");
      }
    }
  }

  private static void run(Connection connection, boolean postgres, int first, int batches) throws SQLException {
    for (int b = first; b < first + batches; b++) {
      if (postgres) {
        array(connection, "INSERT INTO ceiling SELECT id, 0, p FROM unnest(?, ?) AS n (id, p)", b);
        array(connection, "UPDATE ceiling c SET state = 1 FROM unnest(?, ?) AS n (id, p) WHERE c.id = n.id", b);
      } else {
        batch(connection, "INSERT INTO ceiling (id, payload, state) VALUES (?, ?, 0)", b, true);
        batch(connection, "UPDATE ceiling SET state = 1 WHERE id = ?", b, false);
      }
    }
  }

  private static void array(Connection connection, String sql, int batch) throws SQLException {
    long[] ids = new long[BATCH];
    Arrays.setAll(ids, i -> (long) batch * BATCH + i);
    String[] payloads = new String[BATCH];
    Arrays.fill(payloads, "x".repeat(120));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.unwrap(PGConnection.class).createArrayOf("int8", ids));
      statement.setArray(2, connection.createArrayOf("text", payloads));
      statement.executeUpdate();
    }
  }

  private static void batch(Connection connection, String sql, int batch, boolean payload) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        Statement force = connection.createStatement()) {
      for (int i = 0; i < BATCH; i++) {
        statement.setLong(1, (long) batch * BATCH + i);
        if (payload) {
          statement.setString(2, "x".repeat(120));
        }
        statement.addBatch();
      }
      statement.executeBatch();
      connection.commit();
      force.execute("CHECKPOINT SYNC");
    }
  }
}
