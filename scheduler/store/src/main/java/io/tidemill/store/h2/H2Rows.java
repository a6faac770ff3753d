package io.tidemill.store.h2;

import io.tidemill.engine.state.SlotRef;
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
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.store.sql.StatusCode;
import io.tidemill.store.sql.VersionsText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/// Statements that write projected rows, and how records are bound to them.
final class H2Rows {
  static final String DELETE_STATE = "DELETE FROM run_state WHERE partition = ? AND dag = ? AND run = ?";
  static final String DELETE_FINAL = "DELETE FROM run_final WHERE dag = ? AND run = ?";
  static final String MERGE_STATE = """
      MERGE INTO run_state (partition, dag, run, chunk, bytes) KEY (partition, dag, run, chunk) VALUES (?, ?, ?, ?, ?)
      """;
  static final String MERGE_FINAL = """
      MERGE INTO run_final (partition, dag, run, chunk, bytes) KEY (dag, run, chunk) VALUES (?, ?, ?, ?, ?)
      """;
  static final String MERGE_RUN = """
      MERGE INTO run (partition, dag, run, version, status, trigger_key, trigger_kind, trigger_origin, created_at, started_at, ended_at, params,
          params_id, tasks, done, failed, cause, slot_time, interval_start, interval_end, versions_before)
      KEY (dag, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  static final String MERGE_FAILURE = """
      MERGE INTO attempt_failure (partition, dag, run, task, shard, shard_key, attempt, kind, type, message, place, stack,
          agent, ended_at, version)
      KEY (dag, run, task, shard, attempt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String MERGE_SLOT = """
      MERGE INTO slot (partition, dag, schedule, slot_time, last_time, slots, outcome, reason, run, decided_at)
      KEY (dag, slot_time, schedule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  static final String MERGE_SCHEDULE = """
      MERGE INTO schedule (partition, dag, name, declaration, zone, cursor_at, next_at, due_at, waiting, paused_at,
        pauses, maintenance)
      KEY (dag, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String MERGE_BACKFILL = """
      MERGE INTO backfill (partition, dag, backfill, schedule, zone, from_time, until_time, reprocess, slot_order, concurrency, status, author,
          created_at, ended_at, slots_run, adopted, left_out, waiting, active, success, failed, cancelled, skipped)
      KEY (dag, backfill) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  static final String MERGE_BACKFILL_SLOT = """
      MERGE INTO backfill_slot (partition, dag, backfill, schedule, slot_time, run)
      KEY (dag, slot_time, schedule, run) VALUES (?, ?, ?, ?, ?, ?)
      """;

  static final String MERGE_LATE_SLOT = """
      MERGE INTO late_slot (partition, dag, schedule, kind, slot_time, last_time, slots, limit_millis, cause, run, noted_at)
      KEY (dag, slot_time, schedule, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private H2Rows() {}

  static void endedState(PreparedStatement to, EndedRun row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.run());
  }

  static void endedFinal(PreparedStatement to, EndedRun row) throws SQLException {
    to.setInt(1, row.dag());
    to.setLong(2, row.run());
  }

  static void chunk(PreparedStatement to, RunChunk row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.run());
    to.setInt(4, row.chunk());
    H2Bind.bytes(to, 5, row.bytes());
  }

  static void run(PreparedStatement to, RunRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.run());
    to.setInt(4, row.version());
    to.setInt(5, StatusCode.of(row.status()));
    to.setString(6, row.key());
    to.setString(7, row.trigger());
    to.setString(8, row.origin());
    to.setLong(9, row.createdAt());
    H2Bind.unless(0, to, 10, row.startedAt());
    H2Bind.unless(0, to, 11, row.endedAt());
    to.setBytes(12, row.params());
    H2Bind.unless(0, to, 13, row.paramsId());
    to.setInt(14, row.tasks());
    to.setInt(15, row.done());
    to.setInt(16, row.failed());
    to.setString(17, row.cause());
    SlotRef slot = row.slot();
    if (slot == null) {
      to.setNull(18, Types.BIGINT);
      to.setNull(19, Types.BIGINT);
      to.setNull(20, Types.BIGINT);
    } else {
      to.setLong(18, slot.time());
      to.setLong(19, slot.intervalStart());
      to.setLong(20, slot.intervalEnd());
    }
    to.setString(21, VersionsText.of(row.versionsBefore()));
  }

  static void slot(PreparedStatement to, SlotRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setString(3, row.schedule());
    to.setLong(4, row.time());
    to.setLong(5, row.last());
    to.setInt(6, row.count());
    to.setString(7, row.outcome().name());
    to.setString(8, row.reason() == null ? null : row.reason().name());
    H2Bind.unless(0, to, 9, row.run());
    to.setLong(10, row.decidedAt());
  }

  static void schedule(PreparedStatement to, ScheduleRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setString(3, row.name());
    to.setString(4, row.declaration());
    to.setString(5, row.zone());
    to.setLong(6, row.cursor());
    H2Bind.unless(0, to, 7, row.nextAt());
    H2Bind.unless(0, to, 8, row.dueAt());
    to.setInt(9, row.waiting());
    H2Bind.unless(0, to, 10, row.pausedAt());
    to.setString(11, PauseEntry.text(row.pauses()));
    to.setString(12, MaintenanceEntry.text(row.maintenance()));
  }

  static void backfill(PreparedStatement to, BackfillRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.backfill());
    to.setString(4, row.schedule());
    to.setString(5, row.zone());
    to.setLong(6, row.from());
    to.setLong(7, row.until());
    to.setString(8, row.reprocess().name());
    to.setString(9, row.order().name());
    to.setInt(10, row.concurrency());
    to.setString(11, row.status().name());
    to.setString(12, row.by());
    to.setLong(13, row.createdAt());
    H2Bind.unless(0, to, 14, row.endedAt());
    to.setInt(15, row.totals().run());
    to.setInt(16, row.totals().adopted());
    to.setInt(17, row.totals().skipped());
    to.setInt(18, row.waiting());
    to.setInt(19, row.active());
    to.setInt(20, row.counts().success());
    to.setInt(21, row.counts().failed());
    to.setInt(22, row.counts().cancelled());
    to.setInt(23, row.counts().skipped());
  }

  static void backfillSlot(PreparedStatement to, BackfillSlotRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.backfill());
    to.setString(4, row.schedule());
    to.setLong(5, row.time());
    to.setLong(6, row.run());
  }

  static void lateSlot(PreparedStatement to, LateSlotRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setString(3, row.schedule());
    to.setString(4, row.kind().name());
    to.setLong(5, row.time());
    to.setLong(6, row.last());
    to.setInt(7, row.count());
    to.setLong(8, row.limitMillis());
    to.setString(9, row.cause().name());
    to.setLong(10, row.run());
    to.setLong(11, row.notedAt());
  }

  static void failure(PreparedStatement to, FailureRow row) throws SQLException {
    to.setInt(1, row.partition());
    to.setInt(2, row.dag());
    to.setLong(3, row.run());
    to.setInt(4, row.task());
    to.setInt(5, row.shard());
    to.setString(6, row.shardKey());
    to.setInt(7, row.attempt());
    to.setString(8, row.kind());
    to.setString(9, row.type());
    to.setString(10, row.message());
    to.setString(11, row.place());
    to.setString(12, row.stack());
    to.setString(13, row.agent());
    H2Bind.unless(0, to, 14, row.endedAt());
    to.setInt(15, row.version());
  }
}
