package io.tidemill.store.h2;

import io.tidemill.runtime.codec.PackedTasks;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.store.sql.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Writes task instances as blocks of up to 64 neighbours of one run.
///
/// A row costs H2 a few microseconds whatever is in it: pages are copied, the change is noted in the undo log, and gone over
/// again at the commit. Tasks are most of what is written, so they share rows; a block that is there is read, changed and
/// written back, as the snapshot of its run is anyway.
final class H2TaskBlocks {
  private static final int TASK_BITS = 17;
  private static final int RUN_BITS = 27;
  private static final int DAG_BITS = 19;
  private static final int BLOCK = 64;
  private static final String READ = "SELECT bytes FROM task_block WHERE id = ?";
  private static final String MERGE = "MERGE INTO task_block (id, partition, bytes) KEY (id) VALUES (?, ?, ?)";

  private H2TaskBlocks() {}

  /// Number of a task instance: 19 bits DAG, 27 bits run, 17 bits task.
  ///
  /// @throws IllegalArgumentException beyond 524,287 DAGs, 134 million runs of one, or 131,072 tasks: use PostgreSQL
  static long taskId(int dag, long run, int task) {
    if (dag >= 1 << DAG_BITS || run >= 1L << RUN_BITS || task >= 1 << TASK_BITS) {
      throw new IllegalArgumentException(
          "Expected at most 524,287 DAGs, 134,217,727 runs of one and 131,072 tasks in the"
              + " embedded database, but found DAG " + dag + ", run " + run + ", task " + task + "; use PostgreSQL");
    }
    return (long) dag << RUN_BITS + TASK_BITS | run << TASK_BITS | task;
  }

  /// Number of the run in the number of a task instance.
  static long run(long taskId) {
    return taskId >> TASK_BITS & (1L << RUN_BITS) - 1;
  }

  /// The last number a task instance of that run can have.
  static long lastTaskId(int dag, long run) {
    return taskId(dag, run, (1 << TASK_BITS) - 1);
  }

  /// Writes rows.
  ///
  /// @param rows by DAG, run and task
  static void write(Connection connection, List<TaskRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement read = connection.prepareStatement(READ);
        PreparedStatement merge = connection.prepareStatement(MERGE)) {
      for (int from = 0; from < rows.size();) {
        long id = blockId(rows.get(from));
        int to = from + 1;
        while (to < rows.size() && blockId(rows.get(to)) == id) {
          to++;
        }
        merge.setLong(1, id);
        merge.setInt(2, rows.get(from).partition());
        H2Bind.bytes(merge, 3, PackedTasks.encode(with(read, id, rows.subList(from, to))));
        merge.addBatch();
        from = to;
      }
      merge.executeBatch();
    }
  }

  private static long blockId(TaskRow row) {
    return taskId(row.dag(), row.run(), row.task() - row.task() % BLOCK);
  }

  /// The rows of a block with those that change.
  private static Iterable<TaskRow> with(PreparedStatement read, long id, List<TaskRow> changed) throws SQLException {
    read.setLong(1, id);
    try (ResultSet row = read.executeQuery()) {
      if (!row.next()) {
        return changed;
      }
      TaskRow first = changed.getFirst();
      List<TaskRow> before = PackedTasks.decode(first.partition(), first.dag(), first.run(),
          Columns.bytes(row, "bytes"));
      TreeMap<Integer, TaskRow> rows = new TreeMap<>();
      before.forEach(task -> rows.put(task.task(), task));
      changed.forEach(task -> rows.put(task.task(), task));
      return new ArrayList<>(rows.values());
    }
  }
}
