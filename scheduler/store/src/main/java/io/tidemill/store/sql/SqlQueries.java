package io.tidemill.store.sql;

import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Questions answered from the query tables.
///
/// The runs of one DAG are listed by their numbers, which rise with the time of their creation; so the primary key serves,
/// and no further index is kept.
public class SqlQueries implements Queries {
  private final Pool pool;

  public SqlQueries(Pool pool) {
    this.pool = pool;
  }

  @Override public List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit) {
    List<String> conditions = new ArrayList<>();
    if (dag != 0) {
      conditions.add("dag = :dag");
    }
    if (!status.isEmpty()) {
      conditions.add("status IN (<status>)");
    }
    if (before != null) {
      conditions.add(dag != 0
          ? "run < :run"
          : "created_at <= :at AND (created_at < :at OR dag < :beforeDag OR (dag = :beforeDag AND run < :run))");
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String order = dag != 0 ? " ORDER BY run DESC" : " ORDER BY created_at DESC, dag DESC, run DESC";
    return pool.ask(handle -> {
      Query query = handle.createQuery("SELECT * FROM run" + where + order + " LIMIT :limit").bind("limit", limit);
      if (dag != 0) {
        query.bind("dag", dag);
      }
      if (!status.isEmpty()) {
        query.bindList("status", status.stream().map(StatusCode::of).toList());
      }
      if (before != null) {
        query.bind("run", before.run());
        if (dag == 0) {
          query.bind("at", before.createdAt()).bind("beforeDag", before.dag());
        }
      }
      return query.map((row, _) -> Rows.run(row)).list();
    });
  }

  @Override public @Nullable RunRow run(int dag, long run) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM run WHERE dag = :dag AND run = :run")
        .bind("dag", dag)
        .bind("run", run)
        .map((row, _) -> Rows.run(row))
        .findOne()).orElse(null);
  }

  @Override public @Nullable RunRow runByKey(int dag, String key) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM run WHERE dag = :dag AND trigger_key = :key")
        .bind("dag", dag)
        .bind("key", key)
        .map((row, _) -> Rows.run(row))
        .findOne()).orElse(null);
  }

  @Override public List<TaskRow> tasks(int dag, long run) {
    return pool
        .ask(handle -> handle.createQuery("SELECT * FROM task_instance WHERE dag = :dag AND run = :run ORDER BY task")
            .bind("dag", dag)
            .bind("run", run)
            .map((row, _) -> Rows.task(row))
            .list());
  }

  @Override public List<FailureRow> failures(int dag, long run, int task, int limit) {
    String ofTask = task < 0 ? "" : " AND task = :task";
    return pool.ask(handle -> {
      Query query = handle.createQuery("SELECT * FROM attempt_failure WHERE dag = :dag AND run = :run" + ofTask
          + " ORDER BY task, shard, attempt LIMIT :limit");
      query.bind("dag", dag).bind("run", run).bind("limit", limit);
      if (task >= 0) {
        query.bind("task", task);
      }
      return query.map((row, _) -> Rows.failure(row)).list();
    });
  }

  @Override public List<RunChunk> finalState(int dag, long run) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT * FROM run_final f WHERE f.dag = :dag AND f.run = :run
          AND NOT EXISTS (SELECT 1 FROM run r WHERE r.dag = f.dag AND r.run = f.run AND r.status IN (<active>))
        ORDER BY f.chunk
        """)
        .bind("dag", dag)
        .bind("run", run)
        .bindList("active", StatusCode.of(RunStatus.RUNNING), StatusCode.of(RunStatus.CANCELLING))
        .map((row, _) -> Rows.chunk(row))
        .list());
  }

  @Override public long projected(int partition) {
    return pool.ask(handle -> handle.createQuery("SELECT projected FROM partition WHERE id = :id")
        .bind("id", partition)
        .mapTo(Long.class)
        .findOne()).orElseThrow(() -> Partitions.unknown(partition));
  }
}
