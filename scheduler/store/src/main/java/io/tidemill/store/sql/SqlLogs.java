package io.tidemill.store.sql;

import io.tidemill.runtime.port.Logs;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Logs of attempts, a row a chunk.
public final class SqlLogs implements Logs {
  private static final String OF_ATTEMPT = "dag = :dag AND run = :run AND task = :task AND shard = :shard AND attempt = :attempt";

  private final Pool pool;
  private final String insert;

  /// @param insert inserts a chunk, or does nothing where it is stored already; binds dag, run, task, shard, attempt, sequence
  /// and content
  public SqlLogs(Pool pool, String insert) {
    this.pool = pool;
    this.insert = insert;
  }

  @Override public void append(List<Chunk> chunks) {
    if (chunks.isEmpty()) {
      return;
    }
    pool.change(handle -> {
      try (PreparedBatch batch = handle.prepareBatch(insert)) {
        for (Chunk chunk : chunks) {
          batch.bind("dag", chunk.dag())
              .bind("run", chunk.run())
              .bind("task", chunk.task())
              .bind("shard", chunk.shard())
              .bind("attempt", chunk.attempt())
              .bind("sequence", chunk.sequence())
              .bindBinaryStream("content", new ByteArrayInputStream(chunk.text()), chunk.text().length)
              .add();
        }
        return batch.execute();
      }
    });
  }

  @Override public List<Chunk> read(int dag, long run, int task, int shard, int attempt, long after, int limit) {
    return pool.ask(handle -> handle
        .createQuery("SELECT * FROM attempt_log WHERE " + OF_ATTEMPT
            + " AND sequence > :after ORDER BY sequence LIMIT :limit")
        .bind("dag", dag)
        .bind("run", run)
        .bind("task", task)
        .bind("shard", shard)
        .bind("attempt", attempt)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Chunk(dag, run, task, shard, attempt,
            row.getLong("sequence"), Columns.bytes(row, "content")))
        .list());
  }

  @Override public List<Source> sources(int dag, long run) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT task, shard, attempt, CAST(sum(octet_length(content)) AS bigint) AS bytes FROM attempt_log
        WHERE dag = :dag AND run = :run GROUP BY task, shard, attempt ORDER BY task, shard, attempt
        """)
        .bind("dag", dag)
        .bind("run", run)
        .map((row, _) -> new Source(row.getInt("task"), row.getInt("shard"), row.getInt("attempt"),
            row.getLong("bytes")))
        .list());
  }
}
