package io.tidemill.store.postgresql;

import io.tidemill.store.config.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Makes connections, each with the timeouts and settings its purpose needs. R12: none waits for ever.
final class PostgresConnections {
  /// A call about leases takes so long at most: an answer that comes later is worth nothing.
  private static final int LEASE_SECONDS = 3;
  /// Longest the server may be silent during a question: somebody waits for the answer, and ten seconds are what people are promised.
  private static final Duration QUESTION = Duration.ofSeconds(9);
  private static final Duration QUESTION_STATEMENT = Duration.ofSeconds(8);
  private static final Duration RECOVERY_PAUSE = Duration.ofMinutes(1);
  private static final int SERVER_PREPARED_AT_ONCE = 1;
  private static final int SERVER_PREPARED_AND_BINARY_AT_ONCE = -1;

  private final PostgresConfig config;

  PostgresConnections(PostgresConfig config) {
    this.config = config;
  }

  /// Appends. Plans are made once: a batch of any size is looked up by index.
  Connection journal() throws SQLException {
    return write("on").getConnection();
  }

  /// Projects. What a crash loses is written again from the journal, so a commit need not wait for the disk.
  Connection projections() throws SQLException {
    return write("off").getConnection();
  }

  /// Takes partitions over, and ends what blocks it.
  Connection forAcquisition() throws SQLException {
    PGSimpleDataSource source = timed(config.idleInTransactionTimeout());
    option(source, "synchronous_commit", "on");
    option(source, "lock_timeout", config.lockTimeout().toMillis());
    return source.getConnection();
  }

  /// Renews leases and reads them. A lease that a crash of the database forgets ends early, and nobody is hurt.
  Connection leases() throws SQLException {
    PGSimpleDataSource source = timed(config.idleInTransactionTimeout());
    source.setSocketTimeout(LEASE_SECONDS);
    option(source, "statement_timeout", TimeUnit.SECONDS.toMillis(LEASE_SECONDS));
    option(source, "lock_timeout", config.lockTimeout().toMillis());
    option(source, "synchronous_commit", "off");
    return source.getConnection();
  }

  /// Streams snapshots and journal; their reader may pause between rows.
  Connection recovery() throws SQLException {
    PGSimpleDataSource source = timed(RECOVERY_PAUSE);
    source.setPrepareThreshold(SERVER_PREPARED_AND_BINARY_AT_ONCE);
    return source.getConnection();
  }

  /// Queries, catalog and logs.
  DataSource pooled() {
    PGSimpleDataSource source = timed(config.idleInTransactionTimeout(),
        least(config.statementTimeout(), QUESTION_STATEMENT),
        least(config.socketTimeout(), QUESTION));
    option(source, "synchronous_commit", "on");
    return source;
  }

  /// Changes the schema, for as long as that takes.
  DataSource migration() {
    return plain();
  }

  private PGSimpleDataSource write(String synchronousCommit) {
    PGSimpleDataSource source = timed(config.idleInTransactionTimeout());
    source.setPrepareThreshold(SERVER_PREPARED_AT_ONCE);
    option(source, "synchronous_commit", synchronousCommit);
    option(source, "plan_cache_mode", "force_generic_plan");
    // Rows are found by key, however the tables' statistics look: a fresh table has none.
    option(source, "enable_seqscan", "off");
    option(source, "enable_hashjoin", "off");
    option(source, "enable_mergejoin", "off");
    option(source, "jit", "off");
    return source;
  }

  private PGSimpleDataSource timed(Duration idleInTransaction) {
    return timed(idleInTransaction, config.statementTimeout(), config.socketTimeout());
  }

  private PGSimpleDataSource timed(Duration idleInTransaction, Duration statement, Duration socket) {
    PGSimpleDataSource source = plain();
    source.setSocketTimeout(seconds(socket));
    option(source, "statement_timeout", statement.toMillis());
    option(source, "idle_in_transaction_session_timeout", idleInTransaction.toMillis());
    return source;
  }

  private PGSimpleDataSource plain() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password());
    source.setConnectTimeout(seconds(config.connectTimeout()));
    source.setLoginTimeout(seconds(config.connectTimeout()));
    source.setTcpKeepAlive(true);
    source.setApplicationName("tidemill");
    return source;
  }

  private static void option(PGSimpleDataSource source, String name, Object value) {
    String before = source.getOptions();
    source.setOptions((before == null ? "" : before + " ") + "-c " + name + "=" + value);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
