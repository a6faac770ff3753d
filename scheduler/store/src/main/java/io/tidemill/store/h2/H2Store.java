package io.tidemill.store.h2;

import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.exception.StoreUnusableException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.Partitions;
import io.tidemill.store.sql.Pool;
import io.tidemill.store.sql.Schema;
import io.tidemill.store.sql.SqlAccessTokens;
import io.tidemill.store.sql.SqlAgentStore;
import io.tidemill.store.sql.SqlAuditLog;
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
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Opens H2.
public final class H2Store {
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
    H2Room room = null;
    if (directory != null) {
      prepare(directory);
      room = new H2Room(directory);
      requireRoom(room, place);
      H2Recovery.recover(directory.toAbsolutePath().resolve(H2Database.FILE));
    }
    try {
      H2Database database = new H2Database(config, room);
      try {
        Schema.update(database.anchor(), database.dataSource(), "h2");
        Partitions.settle(database.anchor(), config.partitions());
        return assemble(config, database, room);
      } catch (SQLException | RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (SQLException e) {
      throw H2Failures.of(place, e);
    }
  }

  private static Store assemble(EmbeddedConfig config, H2Database database, @Nullable H2Room room) {
    Runnable before = room == null ? () -> {} : room::require;
    DedicatedConnection journal = new DedicatedConnection("the journal", database::connection, H2Durability::commit,
        _ -> false, before);
    DedicatedConnection projections = new DedicatedConnection("the projections", database::connection,
        Connection::commit, _ -> false, before);
    DedicatedConnection logs = new DedicatedConnection("logs", database::connection, Connection::commit, _ -> false,
        before);
    Pool pool = new Pool(database.dataSource(), config.connections(), config.statementTimeout(), before,
        H2Durability::force);
    database.onReopened(pool::evict);
    H2Reclaimer reclaimer = room == null ? null : H2Reclaimer.start(database);
    return new SqlStore(config.partitions(), new H2Journal(journal, pool), new H2Ownership(database::connection),
        new H2Projections(projections), new SqlCatalog(pool, INSERTS, InstantSource.system()), new SqlValues(pool),
        new SqlLogs(pool, logs, INSERT_LOG), new SqlQuarantines(pool), new H2Queries(pool),
        new SqlAgentStore(pool), new SqlAccessTokens(pool), new SqlAuditLog(pool), () -> {
          if (reclaimer != null) {
            reclaimer.close();
          }
          journal.close();
          projections.close();
          logs.close();
          pool.close();
          database.close();
        });
  }

  private static void requireRoom(H2Room room, String place) {
    try {
      room.require();
    } catch (StoreException e) {
      throw H2Failures.noRoom(place, String.valueOf(e.getMessage()), e);
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
}
