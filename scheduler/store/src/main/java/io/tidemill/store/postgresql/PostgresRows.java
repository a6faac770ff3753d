package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.MaintenanceEntry;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.store.sql.StatusCode;
import io.tidemill.store.sql.VersionsText;
import java.sql.SQLException;

/// Statements that write projected rows, and how records are bound to them.
final class PostgresRows {
  // The planner may walk the whole table and look each row up in the arrays. OFFSET 0 keeps it to the other way round.
  static final String DELETE_STATE = """
      DELETE FROM run_state WHERE ctid = ANY (ARRAY(
        SELECT s.place FROM unnest(?, ?, ?) AS e (partition, dag, run) CROSS JOIN LATERAL (
          SELECT ctid AS place FROM run_state WHERE partition = e.partition AND dag = e.dag AND run = e.run OFFSET 0) AS s))
      """;
  static final String DELETE_FINAL = """
      DELETE FROM run_final WHERE ctid = ANY (ARRAY(
        SELECT f.place FROM unnest(?, ?) AS e (dag, run) CROSS JOIN LATERAL (
          SELECT ctid AS place FROM run_final WHERE dag = e.dag AND run = e.run OFFSET 0) AS f))
      """;
  static final String UPSERT_STATE = """
      INSERT INTO run_state (partition, dag, run, chunk, bytes) SELECT * FROM unnest(?, ?, ?, ?, ?)
      ON CONFLICT (partition, dag, run, chunk) DO UPDATE SET bytes = excluded.bytes
      """;
  static final String UPSERT_FINAL = """
      INSERT INTO run_final (partition, dag, run, chunk, bytes) SELECT * FROM unnest(?, ?, ?, ?, ?)
      ON CONFLICT (dag, run, chunk) DO UPDATE SET bytes = excluded.bytes
      """;
  static final String UPSERT_RUN = """
      INSERT INTO run (partition, dag, run, version, status, trigger_key, trigger_kind, trigger_origin, created_at, started_at,
        ended_at, params, params_id, tasks, done, failed, cause, slot_time, interval_start, interval_end,
        versions_before)
      SELECT r.partition, r.dag, r.run, r.version, r.status, r.trigger_key, r.trigger_kind, r.trigger_origin, r.created_at, nullif(r.started_at, 0),
        nullif(r.ended_at, 0), r.params, nullif(r.params_id, 0), r.tasks, r.done, r.failed, r.cause,
        CASE WHEN r.of_slot = 1 THEN r.slot_time END, CASE WHEN r.of_slot = 1 THEN r.interval_start END,
        CASE WHEN r.of_slot = 1 THEN r.interval_end END, r.versions_before
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS r (partition, dag, run, version, status, trigger_key,
        trigger_kind, trigger_origin, created_at, started_at, ended_at, params, params_id, tasks, done, failed, cause, of_slot, slot_time,
        interval_start, interval_end, versions_before)
      ON CONFLICT (dag, run) DO UPDATE SET version = excluded.version, status = excluded.status,
        trigger_key = excluded.trigger_key, trigger_kind = excluded.trigger_kind,
        trigger_origin = excluded.trigger_origin, created_at = excluded.created_at, started_at = excluded.started_at,
        ended_at = excluded.ended_at, params = excluded.params, params_id = excluded.params_id, tasks = excluded.tasks,
        done = excluded.done, failed = excluded.failed, cause = excluded.cause, slot_time = excluded.slot_time,
        interval_start = excluded.interval_start, interval_end = excluded.interval_end,
        versions_before = excluded.versions_before
      """;
  static final String UPSERT_TASK = """
      INSERT INTO task_instance (partition, dag, run, task, state, attempt, ready_at, started_at, ended_at, agent, output,
        output_id, shards, shards_done, shards_failed, ran_micros, cpu_micros, peak_bytes, version, due_at)
      SELECT t.partition, t.dag, t.run, t.task, t.state, t.attempt, nullif(t.ready_at, 0), nullif(t.started_at, 0),
        nullif(t.ended_at, 0), t.agent, t.output, nullif(t.output_id, 0), nullif(t.shards, -1), nullif(t.shards_done, 0),
        nullif(t.shards_failed, 0), nullif(t.ran_micros, 0), nullif(t.cpu_micros, -1), nullif(t.peak_bytes, -1), t.version, nullif(t.due_at, 0)
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS t (partition, dag, run, task, state, attempt, ready_at,
        started_at, ended_at, agent, output, output_id, shards, shards_done, shards_failed, ran_micros, cpu_micros, peak_bytes,
        version, due_at)
      ON CONFLICT (dag, run, task) DO UPDATE SET state = excluded.state, attempt = excluded.attempt,
        ready_at = excluded.ready_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
        agent = excluded.agent, output = excluded.output, output_id = excluded.output_id, shards = excluded.shards,
        shards_done = excluded.shards_done, shards_failed = excluded.shards_failed,
        ran_micros = excluded.ran_micros, cpu_micros = excluded.cpu_micros, peak_bytes = excluded.peak_bytes,
        version = excluded.version, due_at = excluded.due_at
      """;
  static final String UPSERT_FAILURE = """
      INSERT INTO attempt_failure (partition, dag, run, task, shard, shard_key, attempt, kind, type, message, place, stack,
        agent, ended_at, version)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (dag, run, task, shard, attempt) DO UPDATE SET shard_key = excluded.shard_key, kind = excluded.kind,
        type = excluded.type, message = excluded.message, place = excluded.place, stack = excluded.stack,
        agent = excluded.agent, ended_at = excluded.ended_at, version = excluded.version
      """;

  static final String UPSERT_SLOT = """
      INSERT INTO slot (partition, dag, schedule, slot_time, last_time, slots, outcome, reason, run, decided_at)
      SELECT s.partition, s.dag, s.schedule, s.slot_time, s.last_time, s.slots, s.outcome, s.reason, nullif(s.run, 0), s.decided_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS s (partition, dag, schedule, slot_time, last_time, slots, outcome, reason, run,
        decided_at)
      ON CONFLICT (dag, slot_time, schedule) DO UPDATE SET last_time = excluded.last_time, slots = excluded.slots,
        outcome = excluded.outcome, reason = excluded.reason, run = excluded.run, decided_at = excluded.decided_at
      """;
  static final String UPSERT_SCHEDULE = """
      INSERT INTO schedule (partition, dag, name, declaration, zone, cursor_at, next_at, due_at, waiting, paused_at, pauses,
        maintenance)
      SELECT s.partition, s.dag, s.name, s.declaration, s.zone, s.cursor_at, nullif(s.next_at, 0), nullif(s.due_at, 0), s.waiting,
        nullif(s.paused_at, 0), s.pauses, s.maintenance
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS s (partition, dag, name, declaration, zone, cursor_at, next_at, due_at, waiting,
        paused_at, pauses, maintenance)
      ON CONFLICT (dag, name) DO UPDATE SET declaration = excluded.declaration, zone = excluded.zone,
        cursor_at = excluded.cursor_at, next_at = excluded.next_at, due_at = excluded.due_at, waiting = excluded.waiting,
        paused_at = excluded.paused_at, pauses = excluded.pauses,
        maintenance = excluded.maintenance
      """;

  static final String UPSERT_BACKFILL = """
      INSERT INTO backfill (partition, dag, backfill, schedule, zone, from_time, until_time, reprocess, slot_order, concurrency, status,
        author, created_at, ended_at, slots_run, adopted, left_out, waiting, active, success, failed, cancelled, skipped)
      SELECT b.partition, b.dag, b.backfill, b.schedule, b.zone, b.from_time, b.until_time, b.reprocess, b.slot_order,
        b.concurrency, b.status, b.author, b.created_at, nullif(b.ended_at, 0), b.slots_run, b.adopted, b.left_out,
        b.waiting, b.active, b.success, b.failed, b.cancelled, b.skipped
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS b (partition, dag, backfill, schedule, zone, from_time, until_time, reprocess, slot_order, concurrency, status,
          author, created_at, ended_at, slots_run, adopted, left_out, waiting, active, success, failed, cancelled,
          skipped)
      ON CONFLICT (dag, backfill) DO UPDATE SET schedule = excluded.schedule, zone = excluded.zone, from_time = excluded.from_time, until_time =
        excluded.until_time, reprocess = excluded.reprocess, slot_order = excluded.slot_order, concurrency =
        excluded.concurrency, status = excluded.status, author = excluded.author, created_at = excluded.created_at,
        ended_at = excluded.ended_at, slots_run = excluded.slots_run, adopted = excluded.adopted, left_out =
        excluded.left_out, waiting = excluded.waiting, active = excluded.active, success = excluded.success, failed =
        excluded.failed, cancelled = excluded.cancelled, skipped = excluded.skipped
      """;
  static final String UPSERT_BACKFILL_SLOT = """
      INSERT INTO backfill_slot (partition, dag, backfill, schedule, slot_time, run) SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
      ON CONFLICT (dag, slot_time, schedule, run) DO UPDATE SET backfill = excluded.backfill
      """;

  static final String UPSERT_LATE_SLOT = """
      INSERT INTO late_slot (partition, dag, schedule, kind, slot_time, last_time, slots, limit_millis, cause, run, noted_at)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (dag, slot_time, schedule, kind) DO UPDATE SET last_time = excluded.last_time, slots = excluded.slots,
        limit_millis = excluded.limit_millis, cause = excluded.cause, run = excluded.run, noted_at = excluded.noted_at
      """;

  private PostgresRows() {}

  static void endedState(ArrayBinder<EndedRun> rows) throws SQLException {
    rows.int2(EndedRun::partition).int4(EndedRun::dag).int8(EndedRun::run);
  }

  static void endedFinal(ArrayBinder<EndedRun> rows) throws SQLException {
    rows.int4(EndedRun::dag).int8(EndedRun::run);
  }

  static void chunk(ArrayBinder<RunChunk> rows) throws SQLException {
    rows.int2(RunChunk::partition).int4(RunChunk::dag).int8(RunChunk::run).int4(RunChunk::chunk).bytea(RunChunk::bytes);
  }

  static void run(ArrayBinder<RunRow> rows) throws SQLException {
    rows.int2(RunRow::partition)
        .int4(RunRow::dag)
        .int8(RunRow::run)
        .int4(RunRow::version)
        .int2(row -> StatusCode.of(row.status()))
        .text(RunRow::key)
        .text(RunRow::trigger)
        .text(RunRow::origin)
        .int8(RunRow::createdAt)
        .int8(RunRow::startedAt)
        .int8(RunRow::endedAt)
        .bytea(RunRow::params)
        .int8(RunRow::paramsId)
        .int4(RunRow::tasks)
        .int4(RunRow::done)
        .int4(RunRow::failed)
        .text(RunRow::cause)
        .int2(row -> row.slot() == null ? 0 : 1)
        .int8(row -> row.slot() == null ? 0 : row.slot().time())
        .int8(row -> row.slot() == null ? 0 : row.slot().intervalStart())
        .int8(row -> row.slot() == null ? 0 : row.slot().intervalEnd())
        .text(row -> VersionsText.of(row.versionsBefore()));
  }

  static void slot(ArrayBinder<SlotRow> rows) throws SQLException {
    rows.int2(SlotRow::partition)
        .int4(SlotRow::dag)
        .text(SlotRow::schedule)
        .int8(SlotRow::time)
        .int8(SlotRow::last)
        .int4(SlotRow::count)
        .text(row -> row.outcome().name())
        .text(row -> row.reason() == null ? null : row.reason().name())
        .int8(SlotRow::run)
        .int8(SlotRow::decidedAt);
  }

  static void schedule(ArrayBinder<ScheduleRow> rows) throws SQLException {
    rows.int2(ScheduleRow::partition)
        .int4(ScheduleRow::dag)
        .text(ScheduleRow::name)
        .text(ScheduleRow::declaration)
        .text(ScheduleRow::zone)
        .int8(ScheduleRow::cursor)
        .int8(ScheduleRow::nextAt)
        .int8(ScheduleRow::dueAt)
        .int4(ScheduleRow::waiting)
        .int8(ScheduleRow::pausedAt)
        .text(row -> PauseEntry.text(row.pauses()))
        .text(row -> MaintenanceEntry.text(row.maintenance()));
  }

  static void backfill(ArrayBinder<BackfillRow> rows) throws SQLException {
    rows.int2(BackfillRow::partition)
        .int4(BackfillRow::dag)
        .int8(BackfillRow::backfill)
        .text(BackfillRow::schedule)
        .text(BackfillRow::zone)
        .int8(BackfillRow::from)
        .int8(BackfillRow::until)
        .text(row -> row.reprocess().name())
        .text(row -> row.order().name())
        .int4(BackfillRow::concurrency)
        .text(row -> row.status().name())
        .text(BackfillRow::by)
        .int8(BackfillRow::createdAt)
        .int8(BackfillRow::endedAt)
        .int4(row -> row.totals().run())
        .int4(row -> row.totals().adopted())
        .int4(row -> row.totals().skipped())
        .int4(BackfillRow::waiting)
        .int4(BackfillRow::active)
        .int4(row -> row.counts().success())
        .int4(row -> row.counts().failed())
        .int4(row -> row.counts().cancelled())
        .int4(row -> row.counts().skipped());
  }

  static void lateSlot(ArrayBinder<LateSlotRow> rows) throws SQLException {
    rows.int2(LateSlotRow::partition)
        .int4(LateSlotRow::dag)
        .text(LateSlotRow::schedule)
        .text(row -> row.kind().name())
        .int8(LateSlotRow::time)
        .int8(LateSlotRow::last)
        .int4(LateSlotRow::count)
        .int8(LateSlotRow::limitMillis)
        .text(row -> row.cause().name())
        .int8(LateSlotRow::run)
        .int8(LateSlotRow::notedAt);
  }

  static void backfillSlot(ArrayBinder<BackfillSlotRow> rows) throws SQLException {
    rows.int2(BackfillSlotRow::partition)
        .int4(BackfillSlotRow::dag)
        .int8(BackfillSlotRow::backfill)
        .text(BackfillSlotRow::schedule)
        .int8(BackfillSlotRow::time)
        .int8(BackfillSlotRow::run);
  }

  static void task(ArrayBinder<TaskRow> rows) throws SQLException {
    rows.int2(TaskRow::partition)
        .int4(TaskRow::dag)
        .int8(TaskRow::run)
        .int4(TaskRow::task)
        .int2(TaskRow::state)
        .int4(TaskRow::attempt)
        .int8(TaskRow::readyAt)
        .int8(TaskRow::startedAt)
        .int8(TaskRow::endedAt)
        .text(TaskRow::agent)
        .bytea(TaskRow::output)
        .int8(TaskRow::outputId)
        .int4(TaskRow::shards)
        .int4(TaskRow::shardsDone)
        .int4(TaskRow::shardsFailed)
        .int8(row -> row.spent().ranMicros())
        .int8(row -> row.spent().cpuMicros())
        .int8(row -> row.spent().peakBytes())
        .int4(TaskRow::version)
        .int8(TaskRow::dueAt);
  }

  static void failure(ArrayBinder<FailureRow> rows) throws SQLException {
    rows.int2(FailureRow::partition)
        .int4(FailureRow::dag)
        .int8(FailureRow::run)
        .int4(FailureRow::task)
        .int4(FailureRow::shard)
        .text(FailureRow::shardKey)
        .int4(FailureRow::attempt)
        .text(FailureRow::kind)
        .text(FailureRow::type)
        .text(FailureRow::message)
        .text(FailureRow::place)
        .text(FailureRow::stack)
        .text(FailureRow::agent)
        .int8(FailureRow::endedAt)
        .int4(FailureRow::version);
  }
}
