package io.tidemill.store.postgresql;

import io.tidemill.store.sql.DedicatedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names sessions of the server, and ends them.
final class PostgresSessions {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSessions.class);
  private static final String SELF = """
      SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()
      """;
  private static final String END = """
      SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid = ? AND backend_start::text = ?
      """;
  /// The last transaction to touch a row is named in its xmax; while it is open, its session holds a lock on its number.
  private static final String END_HOLDERS = """
      SELECT l.pid, pg_terminate_backend(l.pid, 2000)
      FROM (SELECT xmax AS holder FROM partition_head WHERE id = ANY (?)
            UNION SELECT xmax FROM partition WHERE id = ANY (?)) AS held
      JOIN pg_locks l ON l.locktype = 'transactionid' AND l.transactionid = held.holder AND l.granted
        AND l.mode = 'ExclusiveLock' AND l.pid <> pg_backend_pid()
      """;

  private final DedicatedConnection.Source source;

  PostgresSessions(DedicatedConnection.Source source) {
    this.source = source;
  }

  /// The session of a connection.
  PostgresSession of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SELF)) {
      row.next();
      return new PostgresSession(row.getInt(1), row.getString(2));
    }
  }

  /// Ends a session; when this returns it is over.
  void end(PostgresSession session) throws SQLException {
    try (Connection connection = source.open(); PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setInt(1, session.process());
      statement.setString(2, session.started());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next() && !row.getBoolean(1)) {
          throw new SQLException("session " + session.process() + " did not end within 2 s");
        }
      }
    }
  }

  /// Ends the sessions whose open transactions hold rows of partitions.
  void endHolders(Connection connection, List<Integer> partitions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END_HOLDERS)) {
      new ArrayBinder<>(statement, partitions).int2(Integer::intValue).int2(Integer::intValue);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          LOG.warn("Session {} held partitions that are taken over; it was ended: {}", rows.getInt(1),
              rows.getBoolean(2));
        }
      }
    }
  }
}
