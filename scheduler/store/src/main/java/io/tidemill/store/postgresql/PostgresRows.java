package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.store.sql.StatusCode;
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
        ended_at, params, params_id, tasks, done, failed, cause)
      SELECT r.partition, r.dag, r.run, r.version, r.status, r.trigger_key, r.trigger_kind, r.trigger_origin, r.created_at, nullif(r.started_at, 0),
        nullif(r.ended_at, 0), r.params, nullif(r.params_id, 0), r.tasks, r.done, r.failed, r.cause
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS r (partition, dag, run, version, status, trigger_key,
        trigger_kind, trigger_origin, created_at, started_at, ended_at, params, params_id, tasks, done, failed, cause)
      ON CONFLICT (dag, run) DO UPDATE SET version = excluded.version, status = excluded.status,
        trigger_key = excluded.trigger_key, trigger_kind = excluded.trigger_kind,
        trigger_origin = excluded.trigger_origin, created_at = excluded.created_at, started_at = excluded.started_at,
        ended_at = excluded.ended_at, params = excluded.params, params_id = excluded.params_id, tasks = excluded.tasks,
        done = excluded.done, failed = excluded.failed, cause = excluded.cause
      """;
  static final String UPSERT_TASK = """
      INSERT INTO task_instance (partition, dag, run, task, state, attempt, ready_at, started_at, ended_at, agent, output,
        output_id, shards, shards_done, shards_failed, ran_micros, cpu_micros, peak_bytes)
      SELECT t.partition, t.dag, t.run, t.task, t.state, t.attempt, nullif(t.ready_at, 0), nullif(t.started_at, 0),
        nullif(t.ended_at, 0), t.agent, t.output, nullif(t.output_id, 0), nullif(t.shards, -1), nullif(t.shards_done, 0),
        nullif(t.shards_failed, 0), nullif(t.ran_micros, 0), nullif(t.cpu_micros, -1), nullif(t.peak_bytes, -1)
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS t (partition, dag, run, task, state, attempt, ready_at,
        started_at, ended_at, agent, output, output_id, shards, shards_done, shards_failed, ran_micros, cpu_micros, peak_bytes)
      ON CONFLICT (dag, run, task) DO UPDATE SET state = excluded.state, attempt = excluded.attempt,
        ready_at = excluded.ready_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
        agent = excluded.agent, output = excluded.output, output_id = excluded.output_id, shards = excluded.shards,
        shards_done = excluded.shards_done, shards_failed = excluded.shards_failed,
        ran_micros = excluded.ran_micros, cpu_micros = excluded.cpu_micros, peak_bytes = excluded.peak_bytes
      """;
  static final String UPSERT_FAILURE = """
      INSERT INTO attempt_failure (partition, dag, run, task, shard, shard_key, attempt, kind, type, message, place, stack,
        agent, ended_at)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (dag, run, task, shard, attempt) DO UPDATE SET shard_key = excluded.shard_key, kind = excluded.kind,
        type = excluded.type, message = excluded.message, place = excluded.place, stack = excluded.stack,
        agent = excluded.agent, ended_at = excluded.ended_at
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
        .text(RunRow::cause);
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
        .int8(row -> row.spent().peakBytes());
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
        .int8(FailureRow::endedAt);
  }
}
