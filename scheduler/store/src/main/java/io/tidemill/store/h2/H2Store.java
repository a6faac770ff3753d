package io.tidemill.store.h2;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.exception.StoreUnusableException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.Partitions;
import io.tidemill.store.sql.Pool;
import io.tidemill.store.sql.Schema;
import io.tidemill.store.sql.SqlAgentStore;
import io.tidemill.store.sql.SqlCatalog;
import io.tidemill.store.sql.SqlLogs;
import io.tidemill.store.sql.SqlQuarantines;
import io.tidemill.store.sql.SqlStore;
import io.tidemill.store.sql.SqlValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens H2.
public final class H2Store {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);
  private static final String FILE = "tidemill";
  private static final SqlCatalog.Inserts INSERTS = new SqlCatalog.Inserts("""
      MERGE INTO dag USING (VALUES (CAST(:id AS varchar), CAST(:partition AS smallint))) AS new (id, partition)
      ON dag.id = new.id WHEN NOT MATCHED THEN INSERT (id, partition) VALUES (new.id, new.partition)
      """, """
      INSERT INTO bundle (hash, name, content)
      SELECT :hash, :name, :content WHERE NOT EXISTS (SELECT 1 FROM bundle WHERE hash = :hash)
      """);
  private static final String INSERT_LOG = """
      INSERT INTO attempt_log (dag, run, task, shard, attempt, sequence, content, text_bytes)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM attempt_log
        WHERE dag = ?1 AND run = ?2 AND task = ?3 AND shard = ?4 AND attempt = ?5 AND sequence = ?6)
      """;

  private H2Store() {}

  /// Opens a store, which is closed by its owner.
  public static Store open(EmbeddedConfig config) {
    Path directory = config.directory();
    String place = directory == null ? "memory" : directory.toString();
    if (directory != null) {
      prepare(directory);
      H2Recovery.recover(directory.toAbsolutePath().resolve(FILE));
    }
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url(config));
    source.setUser("tidemill");
    source.setPassword("");
    try {
      Connection anchor = source.getConnection(); // the file stays open as long as one connection is
      try {
        Schema.update(anchor, source, "h2");
        Partitions.settle(anchor, config.partitions());
        return assemble(config, source, anchor);
      } catch (SQLException | RuntimeException e) {
        anchor.close();
        throw e;
      }
    } catch (SQLException e) {
      throw H2Failures.of(place, e);
    }
  }

  private static Store assemble(EmbeddedConfig config, JdbcDataSource source, Connection anchor) {
    DedicatedConnection journal = new DedicatedConnection("the journal", source::getConnection, H2Durability::commit,
        _ -> false);
    DedicatedConnection projections = new DedicatedConnection("the projections", source::getConnection,
        Connection::commit,
        _ -> false);
    DedicatedConnection logs = new DedicatedConnection("logs", source::getConnection, Connection::commit, _ -> false);
    Pool pool = new Pool(source, config.connections(), config.statementTimeout(), H2Durability::force);
    return new SqlStore(config.partitions(), new H2Journal(journal, pool), new H2Ownership(source::getConnection),
        new H2Projections(projections), new SqlCatalog(pool, INSERTS, InstantSource.system()), new SqlValues(pool),
        new SqlLogs(pool, logs, INSERT_LOG), new SqlQuarantines(pool), new H2Queries(pool),
        new SqlAgentStore(pool), () -> {
          journal.close();
          projections.close();
          logs.close();
          pool.close();
          close(anchor, config.directory() == null);
        });
  }

  private static void close(Connection anchor, boolean memory) {
    try (anchor; Statement statement = anchor.createStatement()) {
      if (memory) {
        statement.execute("SHUTDOWN");
      } else {
        statement.execute("CHECKPOINT SYNC");
      }
    } catch (SQLException e) {
      LOG.warn("The database did not close cleanly; it is recovered when it is opened again", e);
    }
  }

  private static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StoreUnusableException("Expected a directory for the database at " + directory + ", but found: "
          + e + "; make it, or configure another one", e);
    }
    if (!Files.isWritable(directory)) {
      throw new StoreUnusableException("Expected a directory this process may write at " + directory
          + ", but found one it may not; change its permissions, or configure another one", null);
    }
  }

  private static String url(EmbeddedConfig config) {
    Path directory = config.directory();
    String place = directory == null
        ? "mem:" + UUID.randomUUID()
        : "file:" + directory.toAbsolutePath().resolve(FILE);
    return "jdbc:h2:" + place + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64"
        + ";LOCK_TIMEOUT=" + config.lockTimeout().toMillis() + ";QUERY_TIMEOUT=" + config.statementTimeout().toMillis()
        + (directory == null ? "" : ";CACHE_SIZE=" + config.cacheMebibytes() * 1024L);
  }
}
