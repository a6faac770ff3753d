package io.tidemill.store.h2;

import io.tidemill.runtime.codec.PackedTasks;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.store.sql.Columns;
import io.tidemill.store.sql.Pool;
import io.tidemill.store.sql.SqlQueries;
import java.util.List;

/// Questions answered from the query tables of H2, which packs task instances.
final class H2Queries extends SqlQueries {
  private final Pool pool;

  H2Queries(Pool pool) {
    super(pool);
    this.pool = pool;
  }

  @Override public List<TaskRow> tasks(int dag, long run) {
    return pool.ask(handle -> handle
        .createQuery("SELECT partition, bytes FROM task_block WHERE id BETWEEN :first AND :last ORDER BY id")
        .bind("first", H2TaskBlocks.taskId(dag, run, 0))
        .bind("last", H2TaskBlocks.lastTaskId(dag, run))
        .map((row, _) -> PackedTasks.decode(row.getInt("partition"), dag, run, Columns.bytes(row, "bytes")))
        .stream()
        .flatMap(List::stream)
        .toList());
  }

  @Override public List<TaskStateRow> taskStates(int dag, long first, long last) {
    return pool.ask(handle -> handle
        .createQuery("SELECT id, bytes FROM task_block WHERE id BETWEEN :first AND :last ORDER BY id")
        .bind("first", H2TaskBlocks.taskId(dag, first, 0))
        .bind("last", H2TaskBlocks.lastTaskId(dag, last))
        .map((row, _) -> PackedTasks.states(dag, H2TaskBlocks.run(row.getLong("id")), Columns.bytes(row, "bytes")))
        .stream()
        .flatMap(List::stream)
        .toList());
  }
}
