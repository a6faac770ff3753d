package io.tidemill.store.h2;

import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.store.sql.StatusCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;

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
          params_id, tasks, done, failed, cause)
      KEY (dag, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  static final String MERGE_FAILURE = """
      MERGE INTO attempt_failure (partition, dag, run, task, shard, shard_key, attempt, kind, type, message, place, stack,
          agent, ended_at)
      KEY (dag, run, task, shard, attempt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
  }
}
