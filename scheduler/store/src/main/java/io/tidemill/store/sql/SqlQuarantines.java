package io.tidemill.store.sql;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Quarantines;
import java.util.List;

/// Troubles of DAGs, a row each.
public final class SqlQuarantines implements Quarantines {
  private final Pool pool;

  public SqlQuarantines(Pool pool) {
    this.pool = pool;
  }

  @Override public List<QuarantineEntry> all() {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM dag_trouble ORDER BY dag")
        .map((row, _) -> new QuarantineEntry(row.getInt("dag"), row.getInt("failures"), row.getLong("failed_at"),
            Columns.text(row, "reason")))
        .list());
  }

  @Override public void note(QuarantineEntry quarantineEntry) {
    pool.changeDurably(handle -> {
      handle.createUpdate("DELETE FROM dag_trouble WHERE dag = :dag").bind("dag", quarantineEntry.dag()).execute();
      return handle.createUpdate(
          "INSERT INTO dag_trouble (dag, failures, failed_at, reason) VALUES (:dag, :failures, :at, :reason)")
          .bind("dag", quarantineEntry.dag())
          .bind("failures", quarantineEntry.failures())
          .bind("at", quarantineEntry.at())
          .bind("reason", quarantineEntry.reason().replace('\0', ' '))
          .execute();
    });
  }

  @Override public void forget(int dag, AuditEntry audit) {
    pool.changeDurably(handle -> {
      SqlAuditLog.insert(handle, audit);
      return handle.createUpdate("DELETE FROM dag_trouble WHERE dag = :dag").bind("dag", dag).execute();
    });
  }
}
