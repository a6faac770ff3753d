package io.tidemill.store.sql;

import io.tidemill.runtime.port.DataRefusedException;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection kept for one purpose: opened when first needed, used by one caller at a time, replaced once it broke.
///
/// Every failure is sorted by what the caller may conclude: a [StoreException] where certainly nothing was done, a
/// [DataRefusedException] where the same would be refused again, an [UnknownOutcomeException] where it may have been done.
public final class DedicatedConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);

  private static final int VALID_SECONDS = 1;

  private final String purpose;
  private final Source source;
  private final Source.End commit;
  private final Predicate<SQLException> certain;
  private final Runnable before;
  private @Nullable Connection connection;
  private boolean closed;

  /// @param purpose what it is for, for messages
  /// @param commit commits a transaction, durably where that is promised
  /// @param certain whether an error proves that the statement that met it changed nothing
  public DedicatedConnection(String purpose, Source source, Source.End commit, Predicate<SQLException> certain) {
    this(purpose, source, commit, certain, () -> {});
  }

  /// @param purpose what it is for, for messages
  /// @param commit commits a transaction, durably where that is promised
  /// @param certain whether an error proves that the statement that met it changed nothing
  /// @param before throws a [StoreException] where nothing can be written now
  public DedicatedConnection(String purpose, Source source, Source.End commit, Predicate<SQLException> certain,
      Runnable before) {
    this.purpose = purpose;
    this.source = source;
    this.commit = commit;
    this.certain = certain;
    this.before = before;
  }

  /// Does some work in one transaction.
  public synchronized <T> T transaction(Work<T> work) throws UnknownOutcomeException {
    before.run();
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
    before.run();
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

  /// Does some work in one transaction and takes it back.
  public synchronized void rehearsal(Work<?> work) {
    Connection held = open(false);
    try {
      work.on(held);
    } catch (SQLException e) {
      throw refused(e);
    } finally {
      undo(held);
    }
  }

  private Connection open(boolean autoCommit) {
    if (closed) {
      throw new StoreException(
          "Expected an open store, but its connection for " + purpose + " is closed; open the store again",
          new SQLNonTransientConnectionException("closed"));
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
    if (isOfTheData(e)) {
      return new DataRefusedException("Expected data that the database can keep for " + purpose + ", but found: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; nothing was written", e);
    }
    return new StoreException("Expected the database to do a write for " + purpose + ", but found: " + e.getMessage()
        + "; nothing was written, try again later", e);
  }

  /// Whether the database says that the data cannot be kept, by the class of the SQLSTATE, which all databases share: data exceptions,
  /// violated constraints, and what is beyond a limit of the program, such as an index row that is too long.
  private static boolean isOfTheData(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }

  private void undo(Connection held) {
    try {
      held.rollback();
      if (!held.isValid(VALID_SECONDS)) {
        drop();
      }
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
