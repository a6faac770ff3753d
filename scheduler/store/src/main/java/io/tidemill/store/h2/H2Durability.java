package io.tidemill.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;

/// Forces commits to the disk.
final class H2Durability {
  private static final String FORCE = "CHECKPOINT SYNC";

  private H2Durability() {}

  /// Commits, and forces the commit to the disk.
  static void commit(Connection connection) throws SQLException {
    connection.commit();
    try (Statement statement = connection.createStatement()) {
      statement.execute(FORCE);
    }
  }

  /// Forces what was committed before to the disk.
  static void force(Handle handle) {
    handle.execute(FORCE);
  }
}
