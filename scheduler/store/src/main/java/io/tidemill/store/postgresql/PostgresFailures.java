package io.tidemill.store.postgresql;

import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.exception.StoreUnavailableException;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What errors of PostgreSQL mean to those who meet them.
final class PostgresFailures {
  static final String LOCK_NOT_AVAILABLE = "55P03";
  static final String DEADLOCK = "40P01";
  static final String UNIQUE_VIOLATION = "23505";
  private static final String COMPLETION_UNKNOWN = "40003";
  private static final int OLDEST_VERSION = 15;

  private PostgresFailures() {}

  /// Whether an error proves that the statement changed nothing: the server told of it, and went on. A session that ended
  /// (FATAL, PANIC), or a connection that broke, may have committed before.
  static boolean isCertain(SQLException e) {
    if (!(e instanceof PSQLException known)) {
      return false;
    }
    ServerErrorMessage message = known.getServerErrorMessage();
    return message != null && "ERROR".equals(message.getSeverity()) && !COMPLETION_UNKNOWN.equals(e.getSQLState());
  }

  /// Why a database could not be opened.
  static StoreUnavailableException of(PostgresConfig config, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String place = place(config);
    return switch (state) {
      case "28P01", "28000" -> new StoreUnusableException("Expected to enter " + place + " as " + config.user()
          + ", but found: " + e.getMessage() + "; correct user and password, or the server's pg_hba.conf", e);
      case "3D000" -> new StoreUnusableException("Expected a database at " + place + ", but found: " + e.getMessage()
          + "; create it, or correct the address", e);
      case "42501" -> new StoreUnusableException("Expected " + config.user() + " to own the tables at " + place
          + ", but found: " + e.getMessage() + "; grant it what is missing", e);
      case "57P03", "53300", "57P01", "57P02" -> new StoreUnreachableException("Expected " + place
          + " to take a connection, but found: " + e.getMessage() + "; try again in a moment", e);
      default -> state.startsWith("08")
          ? new StoreUnreachableException("Expected a PostgreSQL server at " + place + ", but found: " + e.getMessage()
              + "; start it, or correct the address", e)
          : new StoreUnusableException("Expected to open " + place + ", but found: " + e.getMessage()
              + "; look into the server's log", e);
    };
  }

  /// Refuses a server that is too old, or that cannot be written to.
  static void refuseUnfit(Connection connection, PostgresConfig config) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement
            .executeQuery("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean")) {
      row.next();
      refuseUnfit(connection.getMetaData().getDatabaseMajorVersion(), row.getBoolean(1), place(config));
    }
  }

  /// @param version major version
  static void refuseUnfit(int version, boolean readOnly, String place) {
    if (version < OLDEST_VERSION) {
      throw new StoreUnusableException(
          "Expected PostgreSQL " + OLDEST_VERSION + " or later at " + place + ", but found "
              + version + "; upgrade the server",
          null);
    }
    if (readOnly) {
      throw new StoreUnusableException("Expected a database that can be written to at " + place
          + ", but found a read-only one; give the address of the primary, or name several hosts and targetServerType=primary",
          null);
    }
  }

  private static String place(PostgresConfig config) {
    int parameters = config.url().indexOf('?'); // they may hold a password
    String url = parameters < 0 ? config.url() : config.url().substring(0, parameters);
    return url.replaceAll("//[^/]*@", "//");
  }
}
