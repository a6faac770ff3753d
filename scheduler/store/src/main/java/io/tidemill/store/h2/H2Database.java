package io.tidemill.store.h2;

import io.tidemill.runtime.port.StoreException;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.exception.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open H2 database, which makes connections.
///
/// H2 closes a database by itself where it cannot write its file, and every connection is dead from then on. The next one asked for
/// opens the file again: only through [H2Recovery], as after a kill, since the header that H2 left may name an older end of the file.
/// Safe for use by several threads.
final class H2Database implements AutoCloseable {
  static final String FILE = "tidemill";
  private static final Logger LOG = LoggerFactory.getLogger(H2Database.class);
  /// Between two tries to open the file again: it is read as a whole each time.
  private static final long REOPEN_NANOS = TimeUnit.SECONDS.toNanos(1);
  /// Longest a stop takes to make the file shorter.
  private static final int SHORTEN_MILLIS = 2_000;

  private final JdbcDataSource source;
  private final @Nullable Path file;
  private final @Nullable H2Room room;
  private Connection anchor; // the file stays open as long as one connection is
  private Runnable reopened = () -> {};
  private long triedAt;
  private boolean closed;

  /// Opens a file that was recovered, or memory.
  H2Database(EmbeddedConfig config, @Nullable H2Room room) throws SQLException {
    Path directory = config.directory();
    file = directory == null ? null : directory.toAbsolutePath().resolve(FILE);
    this.room = room;
    source = new JdbcDataSource();
    source.setURL(url(config, file));
    source.setUser("tidemill");
    source.setPassword("");
    anchor = source.getConnection();
  }

  private static String url(EmbeddedConfig config, @Nullable Path file) {
    // Not "file:", whose channel is closed for everybody by the interrupt of one thread that uses it: of a body that is cancelled
    // while it reads its input in this process, say.
    String place = file == null ? "mem:" + UUID.randomUUID() : "async:" + file;
    return "jdbc:h2:" + place + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64"
        + ";LOCK_TIMEOUT=" + config.lockTimeout().toMillis() + ";QUERY_TIMEOUT=" + config.statementTimeout().toMillis()
        + (file == null ? "" : ";CACHE_SIZE=" + config.cacheMebibytes() * 1024L);
  }

  /// Sets who is told that the database was opened again and all connections made before are dead.
  synchronized void onReopened(Runnable listener) {
    reopened = listener;
  }

  /// A connection.
  Connection connection() throws SQLException {
    synchronized (this) {
      ensureOpen();
      Connection made = source.getConnection();
      if (file == null || isAlive(anchor)) {
        return made;
      }
      made.close(); // of a file that was opened without its recovery
    }
    throw new SQLTransientConnectionException("The database was closed by an error just now");
  }

  /// The same as a data source.
  DataSource dataSource() {
    return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[]{DataSource.class},
        (_, method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            return connection();
          }
          try {
            return method.invoke(source, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        });
  }

  /// The connection that keeps it open.
  synchronized Connection anchor() {
    return anchor;
  }

  /// The storage below, null where it is not open now.
  synchronized @Nullable MVStore storage() {
    if (closed || file == null || !isAlive(anchor)) {
      return null;
    }
    SessionLocal session = (SessionLocal) ((JdbcConnection) anchor).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  private void ensureOpen() throws SQLException {
    if (closed) {
      throw new SQLNonTransientConnectionException("The database is closed");
    }
    if (file == null || isAlive(anchor)) {
      return;
    }
    long now = System.nanoTime();
    if (triedAt != 0 && now - triedAt < REOPEN_NANOS) {
      throw new SQLTransientConnectionException("The database was closed by an error and is opened again in a moment");
    }
    triedAt = now;
    try {
      if (room != null) {
        room.require();
      }
      end(anchor);
      H2Recovery.recover(file);
    } catch (StoreException | StoreUnavailableException e) {
      throw new SQLTransientConnectionException(e.getMessage(), e);
    }
    anchor = source.getConnection();
    triedAt = 0;
    LOG.warn("The database was closed by an error and is open again");
    reopened.run();
  }

  /// Gives back room in the file before it is closed.
  private void shorten() {
    MVStore store = storage();
    if (store != null && store.getFileStore().size() > H2Reclaimer.SMALL_BYTES) {
      try {
        store.compactFile(SHORTEN_MILLIS);
      } catch (MVStoreException | IllegalStateException e) {
        LOG.debug("The file could not be made smaller", e);
      }
    }
  }

  private static boolean isAlive(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException _) {
      return false;
    }
  }

  /// Ends what is left of a database that H2 has closed, so that the next connection opens the file anew.
  private static void end(Connection dead) {
    try {
      if (((JdbcConnection) dead).getSession() instanceof SessionLocal session) {
        session.getDatabase().shutdownImmediately();
      }
      dead.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("The closed database left something open", e);
    }
  }

  @Override public synchronized void close() {
    if (closed) {
      return;
    }
    shorten();
    closed = true;
    try (Connection last = anchor; Statement statement = last.createStatement()) {
      statement.execute(file == null ? "SHUTDOWN" : "CHECKPOINT SYNC");
    } catch (SQLException e) {
      LOG.warn("The database did not close cleanly and is recovered when it is opened again: {}", e.getMessage());
    }
  }
}
