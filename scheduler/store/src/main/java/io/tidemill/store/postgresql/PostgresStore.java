package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.config.PostgresConfig;
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
import io.tidemill.store.sql.SqlQueries;
import io.tidemill.store.sql.SqlStore;
import io.tidemill.store.sql.SqlValues;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/// Opens PostgreSQL.
public final class PostgresStore {
  private static final SqlCatalog.Inserts INSERTS = new SqlCatalog.Inserts(
      "INSERT INTO dag (id, partition) VALUES (:id, :partition) ON CONFLICT DO NOTHING",
      "INSERT INTO bundle (hash, name, content) VALUES (:hash, :name, :content) ON CONFLICT DO NOTHING");
  private static final String INSERT_LOG = """
      INSERT INTO attempt_log (dag, run, task, shard, attempt, sequence, content, text_bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private PostgresStore() {}

  /// Opens a store, which is closed by its owner.
  public static Store open(PostgresConfig config) {
    PostgresConnections connections = new PostgresConnections(config);
    try (Connection connection = connections.pooled().getConnection()) {
      PostgresFailures.refuseUnfit(connection, config);
      Schema.update(connection, connections.migration(), "postgresql");
      Partitions.settle(connection, config.partitions());
    } catch (SQLException e) {
      throw PostgresFailures.of(config, e);
    }
    PostgresSessions sessions = new PostgresSessions(connections::forAcquisition);
    Pool pool = new Pool(connections.pooled(), config.connections(), config.connectTimeout(), _ -> {});
    PostgresJournal journal = new PostgresJournal(connections::journal, sessions, pool);
    PostgresProjections projections = new PostgresProjections(connections::projections);
    DedicatedConnection logs = new DedicatedConnection("logs", connections.pooled()::getConnection, Connection::commit,
        _ -> false);
    PostgresOwnership ownership = new PostgresOwnership(connections, sessions);
    return new SqlStore(config.partitions(), journal, ownership, projections,
        new SqlCatalog(pool, INSERTS, InstantSource.system()), new SqlValues(pool), new SqlLogs(pool, logs, INSERT_LOG),
        new SqlQuarantines(pool), new SqlQueries(pool), new SqlAgentStore(pool), new SqlAccessTokens(pool),
        new SqlAuditLog(pool), () -> {
          ownership.close();
          journal.close();
          projections.close();
          logs.close();
          pool.close();
        });
  }
}
