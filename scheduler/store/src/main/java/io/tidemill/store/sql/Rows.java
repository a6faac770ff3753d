package io.tidemill.store.sql;

import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Makes records of rows.
public final class Rows {
  private Rows() {}

  static RunRow run(ResultSet row) throws SQLException {
    return new RunRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("version"),
        StatusCode.status(row.getInt("status")), row.getString("trigger_key"),
        Columns.text(row, "trigger_kind"), Columns.text(row, "trigger_origin"), row.getLong("created_at"),
        row.getLong("started_at"), row.getLong("ended_at"), Columns.fewBytes(row, "params"), row.getLong("params_id"),
        row.getInt("tasks"), row.getInt("done"), row.getInt("failed"), row.getString("cause"));
  }

  /// A task instance.
  static TaskRow task(ResultSet row) throws SQLException {
    return new TaskRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("task"),
        row.getInt("state"), row.getInt("attempt"), row.getLong("ready_at"), row.getLong("started_at"),
        row.getLong("ended_at"), row.getString("agent"), Columns.fewBytes(row, "output"), row.getLong("output_id"),
        Columns.orMinusOne(row, "shards"), row.getInt("shards_done"), row.getInt("shards_failed"),
        new ResourceUsage(row.getLong("ran_micros"), Columns.longOrMinusOne(row, "cpu_micros"),
            Columns.longOrMinusOne(row, "peak_bytes")));
  }

  static FailureRow failure(ResultSet row) throws SQLException {
    return new FailureRow(row.getInt("partition"), row.getInt("dag"), row.getLong("run"), row.getInt("task"),
        row.getInt("shard"), row.getString("shard_key"), row.getInt("attempt"), Columns.text(row, "kind"),
        Columns.text(row, "type"), Columns.text(row, "message"), Columns.text(row, "place"), Columns.text(row, "stack"),
        row.getString("agent"), row.getLong("ended_at"));
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
