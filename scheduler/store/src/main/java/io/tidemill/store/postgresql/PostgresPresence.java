package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which nodes live: each holds an advisory lock under its name as long as its session lasts. Locks are seen by every role, whereas the names
/// of sessions are not. Safe for use by several threads.
final class PostgresPresence implements AutoCloseable {
  /// Keeps the names apart from what else takes advisory locks in the database.
  private static final String KEY = "hashtextextended('tidemill node ' || %s, 0)";
  private static final String ANNOUNCE = "SELECT pg_try_advisory_lock_shared(" + KEY.formatted("?") + ")";
  private static final String STILL_HERE = "SELECT 1";
  private static final String OWNERS = """
      WITH live AS MATERIALIZED (
        SELECT (l.classid::bigint << 32) | l.objid::bigint AS key
        FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
      )
      SELECT p.id, p.epoch, p.node_id, %s IN (SELECT key FROM live) AS lives
      FROM partition p WHERE p.node_id IS NOT NULL ORDER BY p.id
      """.formatted(KEY.formatted("p.node_id"));

  private final DedicatedConnection connection;
  private final Set<String> announced = new HashSet<>();
  private @Nullable Connection announcedOn;

  PostgresPresence(DedicatedConnection.Source source) {
    connection = new DedicatedConnection("the presence of this process", source, Connection::commit, _ -> false);
  }

  synchronized void announce(String node) {
    ask(held -> {
      if (!held.equals(announcedOn)) {
        announced.clear();
      }
      if (!announced.add(node)) {
        try (Statement statement = held.createStatement()) {
          return statement.execute(STILL_HERE);
        }
      }
      announcedOn = held;
      try (PreparedStatement statement = held.prepareStatement(ANNOUNCE)) {
        statement.setString(1, node);
        return statement.execute();
      }
    });
  }

  List<Owner> owners() {
    return ask(held -> {
      List<Owner> owners = new ArrayList<>();
      try (Statement statement = held.createStatement(); ResultSet rows = statement.executeQuery(OWNERS)) {
        while (rows.next()) {
          owners.add(new Owner(rows.getInt(1), rows.getLong(2), rows.getString(3), rows.getBoolean(4)));
        }
      }
      return owners;
    });
  }

  private <T> T ask(DedicatedConnection.Work<T> question) {
    try {
      return connection.statement(question);
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; asking again settles it", e);
    }
  }

  @Override public void close() {
    connection.close();
  }
}
