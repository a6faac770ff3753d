package io.tidemill.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemill.runtime.port.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Pooled connections for questions and small changes. The journal and the projections do not use them.
public final class Pool implements AutoCloseable {
  private final HikariDataSource connections;
  private final Jdbi jdbi;
  private final Runnable before;
  private final Consumer<Handle> durable;

  /// @param size most connections
  /// @param wait longest wait for a free one
  /// @param durable makes what was committed before durable, where a commit alone does not
  public Pool(DataSource source, int size, Duration wait, Consumer<Handle> durable) {
    this(source, size, wait, () -> {}, durable);
  }

  /// @param size most connections
  /// @param wait longest wait for a free one
  /// @param before throws a [StoreException] where nothing can be written now
  /// @param durable makes what was committed before durable, where a commit alone does not
  public Pool(DataSource source, int size, Duration wait, Runnable before, Consumer<Handle> durable) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tidemill-store");
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Math.max(250, wait.toMillis()));
    config.setInitializationFailTimeout(-1);
    this.connections = new HikariDataSource(config);
    this.jdbi = Jdbi.create(connections);
    this.before = before;
    this.durable = durable;
  }

  /// Asks a question.
  public <T> T ask(Function<Handle, T> question) {
    try {
      return jdbi.withHandle(question::apply);
    } catch (JdbiException e) {
      throw refused("an answer", e);
    }
  }

  /// Makes a change in one transaction. A failure may leave it done; changes made here can be repeated.
  public <T> T change(Function<Handle, T> change) {
    return change(change, _ -> {});
  }

  /// Makes a change that is durable when this returns.
  public <T> T changeDurably(Function<Handle, T> change) {
    return change(change, durable);
  }

  private <T> T change(Function<Handle, T> change, Consumer<Handle> afterwards) {
    before.run();
    try {
      return jdbi.withHandle(handle -> {
        T result = handle.inTransaction(change::apply);
        afterwards.accept(handle);
        return result;
      });
    } catch (JdbiException e) {
      throw refused("a change", e);
    }
  }

  /// Lets go of all connections: they are dead.
  public void evict() {
    connections.getHikariPoolMXBean().softEvictConnections();
  }

  @Override public void close() {
    connections.close();
  }

  private static StoreException refused(String wanted, JdbiException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof SQLTransientConnectionException && cause.getCause() instanceof SQLException failure) {
      cause = failure; // why there is no connection, instead of how long the pool has waited for one
    }
    return new StoreException(
        "Expected " + wanted + " of the database, but found: " + cause.getMessage() + "; try again later", e);
  }
}
