package io.tidemill.store.sql;

import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.BackfillCounts;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.MaintenanceEntry;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes records of rows.
public final class Rows {
  private Rows() {}

  static RunRow run(ResultSet row) throws SQLException {
    return new RunRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("version"),
        StatusCode.status(row.getInt("status")), row.getString("trigger_key"),
        Columns.text(row, "trigger_kind"), Columns.text(row, "trigger_origin"), row.getLong("created_at"),
        row.getLong("started_at"), row.getLong("ended_at"), Columns.fewBytes(row, "params"), row.getLong("params_id"),
        row.getInt("tasks"), row.getInt("done"), row.getInt("failed"), row.getString("cause"), slotOf(row),
        VersionsText.read(row.getString("versions_before")));
  }

  private static @Nullable SlotRef slotOf(ResultSet row) throws SQLException {
    long time = row.getLong("slot_time");
    return row.wasNull()
        ? null
        : new SlotRef(Trigger.schedule(Columns.text(row, "trigger_kind"), Columns.text(row, "trigger_origin")), time,
            row.getLong("interval_start"),
            row.getLong("interval_end"));
  }

  static InboxMessage message(ResultSet row) throws SQLException {
    return new InboxMessage(row.getInt("partition"),
        new MessageId(row.getInt("receiver"), row.getInt("sender"), row.getLong("n")), Columns.bytes(row, "message"));
  }

  static SlotRow slot(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    return new SlotRow(row.getInt("partition"), row.getInt("dag"), Columns.text(row, "schedule"),
        row.getLong("slot_time"), row.getLong("last_time"), row.getInt("slots"),
        SlotOutcome.valueOf(Columns.text(row, "outcome")), reason == null ? null : SlotReason.valueOf(reason),
        row.getLong("run"), row.getLong("decided_at"));
  }

  static ScheduleRow schedule(ResultSet row) throws SQLException {
    return new ScheduleRow(row.getInt("partition"), row.getInt("dag"), Columns.text(row, "name"),
        Columns.text(row, "declaration"), Columns.text(row, "zone"), row.getLong("cursor_at"), row.getLong("next_at"),
        row.getLong("due_at"), row.getInt("waiting"), row.getLong("paused_at"),
        PauseEntry.read(Columns.text(row, "pauses")), MaintenanceEntry.read(Columns.text(row, "maintenance")));
  }

  static BackfillRow backfill(ResultSet row) throws SQLException {
    return new BackfillRow(row.getInt("partition"), row.getInt("dag"), row.getLong("backfill"),
        Columns.text(row, "schedule"), Columns.text(row, "zone"), row.getLong("from_time"), row.getLong("until_time"),
        Reprocess.valueOf(Columns.text(row, "reprocess")), SlotOrder.valueOf(Columns.text(row, "slot_order")),
        row.getInt("concurrency"), BackfillStatus.valueOf(Columns.text(row, "status")), Columns.text(row, "author"),
        row.getLong("created_at"), row.getLong("ended_at"),
        new BackfillTotals(row.getInt("slots_run"), row.getInt("adopted"), row.getInt("left_out")),
        row.getInt("waiting"), row.getInt("active"), new BackfillCounts(row.getInt("success"), row.getInt("failed"),
            row.getInt("cancelled"), row.getInt("skipped")));
  }

  static LateSlotRow lateSlot(ResultSet row) throws SQLException {
    return new LateSlotRow(row.getInt("partition"), row.getInt("dag"), Columns.text(row, "schedule"),
        LatenessKind.valueOf(Columns.text(row, "kind")), row.getLong("slot_time"), row.getLong("last_time"),
        row.getInt("slots"), row.getLong("limit_millis"), LatenessCause.valueOf(Columns.text(row, "cause")),
        row.getLong("run"), row.getLong("noted_at"));
  }

  static BackfillSlotRow backfillSlot(ResultSet row) throws SQLException {
    return new BackfillSlotRow(row.getInt("partition"), row.getInt("dag"), row.getLong("backfill"),
        Columns.text(row, "schedule"), row.getLong("slot_time"), row.getLong("run"));
  }

  /// A task instance.
  static TaskRow task(ResultSet row) throws SQLException {
    return new TaskRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("task"),
        row.getInt("state"), row.getInt("attempt"), row.getLong("ready_at"), row.getLong("started_at"),
        row.getLong("ended_at"), row.getString("agent"), Columns.fewBytes(row, "output"), row.getLong("output_id"),
        Columns.orMinusOne(row, "shards"), row.getInt("shards_done"), row.getInt("shards_failed"),
        row.getInt("version"), row.getLong("due_at"),
        new ResourceUsage(row.getLong("ran_micros"), Columns.longOrMinusOne(row, "cpu_micros"),
            Columns.longOrMinusOne(row, "peak_bytes")));
  }

  static FailureRow failure(ResultSet row) throws SQLException {
    return new FailureRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("task"),
        row.getInt("shard"), row.getString("shard_key"), row.getInt("attempt"), Columns.text(row, "kind"),
        Columns.text(row, "type"), Columns.text(row, "message"), Columns.text(row, "place"), Columns.text(row, "stack"),
        row.getString("agent"), row.getLong("ended_at"), row.getInt("version"));
  }

  /// A part of a snapshot.
  public static RunChunk chunk(ResultSet row) throws SQLException {
    return new RunChunk(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("chunk"),
        Columns.bytes(row, "bytes"));
  }

  /// An entry, without its values.
  public static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(row.getInt("partition"), row.getLong("epoch"), row.getLong("sequence"),
        Columns.bytes(row, "facts"), List.of());
  }
}
