package io.tidemill.store.sql;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.RequestOrigin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The audit log in its table.
public final class SqlAuditLog implements AuditLog {
  /// Columns of an entry, in the order of [#columns].
  public static final String COLUMNS = "at, run, dag, who, caller, address, verb, subject, was, became, reason";

  private final Pool pool;

  public SqlAuditLog(Pool pool) {
    this.pool = pool;
  }

  @Override public void add(AuditEntry entry) {
    pool.changeDurably(handle -> {
      insert(handle, entry);
      return entry;
    });
  }

  /// Writes an entry in the transaction of the change.
  static void insert(Handle handle, AuditEntry entry) {
    handle.createUpdate("INSERT INTO audit (" + COLUMNS + ") VALUES (:at, :run, :dag, :who, :caller, :address, :verb,"
        + " :subject, :was, :became, :reason)")
        .bind("at", entry.at())
        .bind("run", entry.run())
        .bind("dag", entry.dag())
        .bind("who", entry.by().who())
        .bind("caller", entry.by().caller())
        .bind("address", entry.by().address())
        .bind("verb", entry.by().verb())
        .bind("subject", entry.subject())
        .bind("was", entry.before())
        .bind("became", entry.after())
        .bind("reason", entry.reason())
        .execute();
  }

  @Override public List<Recorded> entries(Filter filter, @Nullable Position before, int limit) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    conditions.add("at >= :since");
    values.put("since", filter.since());
    String who = filter.who();
    if (who != null) {
      conditions.add("(who = :who OR caller = :who)");
      values.put("who", who);
    }
    String verb = filter.verb();
    if (verb != null) {
      conditions.add("(verb = :verb OR substring(verb FROM 1 FOR char_length(:verb) + 1) = :verb || '.')");
      values.put("verb", verb);
    }
    String dag = filter.dag();
    if (dag != null) {
      conditions.add("dag = :dag");
      values.put("dag", dag);
    }
    if (filter.run() != 0) {
      conditions.add("run = :run");
      values.put("run", filter.run());
    }
    if (before != null) {
      conditions.add("at <= :beforeAt AND (at < :beforeAt OR number < :before)");
      values.put("beforeAt", before.at());
      values.put("before", before.number());
    }
    return pool.ask(handle -> handle.createQuery("SELECT * FROM audit WHERE " + String.join(" AND ", conditions)
        + " ORDER BY at DESC, number DESC LIMIT :limit")
        .bindMap(values)
        .bind("limit", limit)
        .map((row, _) -> recorded(row))
        .list());
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(row.getLong("number"),
        new AuditEntry(row.getLong("at"),
            new RequestOrigin(Columns.text(row, "who"), Columns.text(row, "caller"), Columns.text(row, "address"),
                Columns.text(row, "verb")),
            row.getString("dag"), row.getLong("run"), Columns.text(row, "subject"), Columns.text(row, "was"),
            Columns.text(row, "became"), Columns.text(row, "reason")));
  }
}
