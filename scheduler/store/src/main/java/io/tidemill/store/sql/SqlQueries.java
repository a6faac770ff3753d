package io.tidemill.store.sql;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Questions answered from the query tables.
///
/// The runs of one DAG are listed by their numbers, which rise with the time of their creation; so the primary key serves,
/// and no further index is kept.
public class SqlQueries implements Queries {
  private static final int RUNS_AT_ONCE = 1_000;

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

  @Override public List<RunRow> latestRuns(int each) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT r.* FROM dag d JOIN run r
          ON r.dag = d.number AND r.run > (SELECT max(m.run) FROM run m WHERE m.dag = d.number) - :each
        """).bind("each", each).map((row, _) -> Rows.run(row)).list());
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

  @Override public List<TaskStateRow> taskStates(int dag, long first, long last) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT run, task, state, attempt FROM task_instance
        WHERE dag = :dag AND run BETWEEN :first AND :last ORDER BY run, task
        """)
        .bind("dag", dag)
        .bind("first", first)
        .bind("last", last)
        .map((row, _) -> new TaskStateRow(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4)))
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

  @Override public List<FailureRow> shardFailures(int dag, long run, int task, int shard, int limit) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT * FROM attempt_failure
        WHERE dag = :dag AND run = :run AND task = :task AND shard = :shard ORDER BY attempt LIMIT :limit
        """)
        .bind("dag", dag)
        .bind("run", run)
        .bind("task", task)
        .bind("shard", shard)
        .bind("limit", limit)
        .map((row, _) -> Rows.failure(row))
        .list());
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

  @Override public List<ScheduleRow> schedules(int dag) {
    String ofDag = dag == 0 ? "" : " AND dag = :dag";
    return pool.ask(handle -> {
      Query query = handle
          .createQuery("SELECT * FROM schedule WHERE declaration <> ''" + ofDag + " ORDER BY dag, name");
      if (dag != 0) {
        query.bind("dag", dag);
      }
      return query.map((row, _) -> Rows.schedule(row)).list();
    });
  }

  @Override public List<SlotRow> slots(int dag, @Nullable String schedule, List<SlotOutcome> outcomes,
      @Nullable SlotPosition before, int limit) {
    List<String> conditions = new ArrayList<>();
    if (dag != 0) {
      conditions.add("dag = :dag");
    }
    if (schedule != null) {
      conditions.add("schedule = :schedule");
    }
    if (!outcomes.isEmpty()) {
      conditions.add("outcome IN (<outcomes>)");
    }
    if (before != null) {
      conditions.add("slot_time <= :time AND (slot_time < :time OR dag < :beforeDag"
          + " OR (dag = :beforeDag AND schedule < :beforeSchedule))");
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String order = dag != 0
        ? " ORDER BY slot_time DESC, schedule DESC"
        : " ORDER BY slot_time DESC, dag DESC, schedule DESC";
    return pool.ask(handle -> {
      Query query = handle.createQuery("SELECT * FROM slot" + where + order + " LIMIT :limit").bind("limit", limit);
      if (dag != 0) {
        query.bind("dag", dag);
      }
      if (schedule != null) {
        query.bind("schedule", schedule);
      }
      if (!outcomes.isEmpty()) {
        query.bindList("outcomes", outcomes.stream().map(SlotOutcome::name).toList());
      }
      if (before != null) {
        query.bind("time", before.time()).bind("beforeDag", before.dag()).bind("beforeSchedule", before.schedule());
      }
      return query.map((row, _) -> Rows.slot(row)).list();
    });
  }

  @Override public List<SlotRow> slotsBetween(int dag, String schedule, long from, long until) {
    // Rows of one schedule do not overlap: of those that begin before the range only the last one may reach into it.
    return pool.ask(handle -> handle
        .createQuery(
            """
                SELECT * FROM slot WHERE dag = :dag AND slot_time < :until AND schedule = :schedule AND slot_time >= coalesce(
                  (SELECT max(b.slot_time) FROM slot b WHERE b.dag = :dag AND b.slot_time < :from AND b.schedule = :schedule), :from)
                  AND last_time >= :from
                ORDER BY slot_time
                """)
        .bind("dag", dag)
        .bind("schedule", schedule)
        .bind("from", from)
        .bind("until", until)
        .map((row, _) -> Rows.slot(row))
        .list());
  }

  @Override public List<BackfillSlotRow> backfilledBetween(int dag, String schedule, long from, long until) {
    return pool.ask(handle -> handle
        .createQuery(
            """
                SELECT * FROM backfill_slot WHERE dag = :dag AND slot_time >= :from AND slot_time < :until AND schedule = :schedule
                ORDER BY slot_time, run
                """)
        .bind("dag", dag)
        .bind("schedule", schedule)
        .bind("from", from)
        .bind("until", until)
        .map((row, _) -> Rows.backfillSlot(row))
        .list());
  }

  @Override public @Nullable Backfilled backfilled(int dag, String schedule, long from, long until) {
    return pool.ask(handle -> handle
        .createQuery(
            """
                SELECT count(DISTINCT slot_time) AS slots, max(run) AS run FROM backfill_slot
                WHERE dag = :dag AND slot_time >= :from AND slot_time < :until AND schedule = :schedule
                """)
        .bind("dag", dag)
        .bind("schedule", schedule)
        .bind("from", from)
        .bind("until", until)
        .map((row, _) -> row.getInt("slots") == 0 ? null : new Backfilled(row.getInt("slots"), row.getLong("run")))
        .list()
        .getFirst());
  }

  @Override public List<LateSlotRow> lateSlots(int dag, @Nullable String schedule, long since, int limit) {
    String where = (dag == 0 ? "" : " AND dag = :dag") + (schedule == null ? "" : " AND schedule = :schedule");
    return pool.ask(handle -> {
      Query query = handle
          .createQuery("SELECT * FROM late_slot WHERE noted_at >= :since" + where
              + " ORDER BY slot_time DESC, dag DESC, schedule DESC, kind DESC LIMIT :limit")
          .bind("since", since)
          .bind("limit", limit);
      if (dag != 0) {
        query.bind("dag", dag);
      }
      if (schedule != null) {
        query.bind("schedule", schedule);
      }
      return query.map((row, _) -> Rows.lateSlot(row)).list();
    });
  }

  @Override public Map<Long, RunStatus> statuses(int dag, Collection<Long> runs) {
    Map<Long, RunStatus> statuses = new HashMap<>();
    List<Long> all = runs.stream().sorted().toList();
    pool.ask(handle -> {
      for (int i = 0; i < all.size(); i += RUNS_AT_ONCE) {
        handle.createQuery("SELECT run, status FROM run WHERE dag = :dag AND run IN (<runs>)")
            .bind("dag", dag)
            .bindList("runs", all.subList(i, Math.min(i + RUNS_AT_ONCE, all.size())))
            .map((row, _) -> statuses.put(row.getLong("run"), StatusCode.status(row.getInt("status"))))
            .list();
      }
      return statuses;
    });
    return statuses;
  }

  @Override public long lastRun(int dag) {
    return pool.ask(handle -> handle.createQuery("SELECT coalesce(max(run), 0) FROM run WHERE dag = :dag")
        .bind("dag", dag)
        .mapTo(Long.class)
        .one());
  }

  @Override public List<BackfillRow> backfills(int dag, int limit) {
    String ofDag = dag == 0 ? "" : " WHERE dag = :dag";
    return pool.ask(handle -> {
      Query query = handle
          .createQuery(
              "SELECT * FROM backfill" + ofDag + " ORDER BY created_at DESC, dag DESC, backfill DESC LIMIT :limit")
          .bind("limit", limit);
      if (dag != 0) {
        query.bind("dag", dag);
      }
      return query.map((row, _) -> Rows.backfill(row)).list();
    });
  }

  @Override public @Nullable BackfillRow backfill(int dag, long backfill) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM backfill WHERE dag = :dag AND backfill = :backfill")
        .bind("dag", dag)
        .bind("backfill", backfill)
        .map((row, _) -> Rows.backfill(row))
        .findOne()).orElse(null);
  }

  @Override public List<RunRow> runsOfBackfill(int dag, long backfill, List<RunStatus> status, long before,
      int limit) {
    String ofStatus = status.isEmpty() ? "" : " AND r.status IN (<status>)";
    return pool.ask(handle -> {
      Query query = handle.createQuery("SELECT r.* FROM backfill_slot b JOIN run r ON r.dag = b.dag AND r.run = b.run"
          + " WHERE b.dag = :dag AND b.backfill = :backfill AND b.run < :before" + ofStatus
          + " ORDER BY b.run DESC LIMIT :limit");
      query.bind("dag", dag).bind("backfill", backfill).bind("before", before).bind("limit", limit);
      if (!status.isEmpty()) {
        query.bindList("status", status.stream().map(StatusCode::of).toList());
      }
      return query.map((row, _) -> Rows.run(row)).list();
    });
  }

  @Override public long projected(int partition) {
    return pool.ask(handle -> handle.createQuery("SELECT projected FROM partition WHERE id = :id")
        .bind("id", partition)
        .mapTo(Long.class)
        .findOne()).orElseThrow(() -> Partitions.unknown(partition));
  }
}
