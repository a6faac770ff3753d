package io.tidemill.store.sql;

import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection kept for one purpose: opened when first needed, used by one caller at a time, replaced once it broke.
///
/// Every failure is sorted by what the caller may conclude: a [StoreException] where certainly nothing was done, an
/// [UnknownOutcomeException] where it may have been.
public final class DedicatedConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);

  private final String purpose;
  private final Source source;
  private final Source.End commit;
  private final Predicate<SQLException> certain;
  private @Nullable Connection connection;
  private boolean closed;

  /// @param purpose what it is for, for messages
  /// @param commit commits a transaction, durably where that is promised
  /// @param certain whether an error proves that the statement that met it changed nothing
  public DedicatedConnection(String purpose, Source source, Source.End commit, Predicate<SQLException> certain) {
    this.purpose = purpose;
    this.source = source;
    this.commit = commit;
    this.certain = certain;
  }

  /// Does some work in one transaction.
  public synchronized <T> T transaction(Work<T> work) throws UnknownOutcomeException {
    Connection held = open(false);
    T result;
    try {
      result = work.on(held);
    } catch (SQLException e) {
      undo(held);
      throw refused(e);
    } catch (RuntimeException | Error e) {
      undo(held);
      throw e;
    }
    try {
      commit.of(held);
    } catch (SQLException e) {
      throw failed(held, e);
    }
    return result;
  }

  /// Does some work that is one statement, and commits itself.
  public synchronized <T> T statement(Work<T> work) throws UnknownOutcomeException {
    Connection held = open(true);
    try {
      return work.on(held);
    } catch (SQLException e) {
      throw failed(held, e);
    }
  }

  /// Closes the connection for good.
  @Override public synchronized void close() {
    closed = true;
    drop();
  }

  private Connection open(boolean autoCommit) {
    if (closed) {
      throw new IllegalStateException(
          "Expected an open store, but its connection for " + purpose + " is closed; open the store again");
    }
    try {
      Connection held = connection;
      if (held == null) {
        held = source.open();
        connection = held;
      }
      if (held.getAutoCommit() != autoCommit) {
        held.setAutoCommit(autoCommit);
      }
      return held;
    } catch (SQLException e) {
      drop();
      throw refused(e);
    }
  }

  private StoreException failed(Connection held, SQLException e) throws UnknownOutcomeException {
    if (certain.test(e)) {
      if (!isAutoCommit(held)) {
        undo(held);
      }
      return refused(e);
    }
    drop();
    throw new UnknownOutcomeException("Expected the database to confirm a commit for " + purpose + ", but found: "
        + e.getMessage() + "; read back what became of it", e);
  }

  private static boolean isAutoCommit(Connection held) {
    try {
      return held.getAutoCommit();
    } catch (SQLException _) {
      return false;
    }
  }

  private StoreException refused(SQLException e) {
    return new StoreException("Expected the database to do a write for " + purpose + ", but found: " + e.getMessage()
        + "; nothing was written, try again later", e);
  }

  private void undo(Connection held) {
    try {
      held.rollback();
    } catch (SQLException e) {
      LOG.debug("The connection for {} could not roll back and is replaced", purpose, e);
      drop();
    }
  }

  private void drop() {
    Connection held = connection;
    connection = null;
    if (held != null) {
      try {
        held.close();
      } catch (SQLException e) {
        LOG.debug("The connection for {} could not be closed", purpose, e);
      }
    }
  }

  /// Work on a connection.
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /// Makes connections.
  public interface Source {
    Connection open() throws SQLException;

    /// Ends a transaction.
    interface End {
      void of(Connection connection) throws SQLException;
    }
  }
}
