package io.tidemill.store.sql;

import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Logs of attempts, a row a chunk, compressed where that pays.
///
/// They are written on a connection of their own, one writer at a time and at a limited pace ([LogRateLimiter]): bodies that print
/// much wait for each other, and take neither connections nor much of the disk from those who ask or decide.
public final class SqlLogs implements Logs {
  private static final String OF_ATTEMPT = "dag = :dag AND run = :run AND task = :task AND shard = :shard AND attempt = :attempt";

  private final Pool pool;
  private final DedicatedConnection connection;
  private final String insert;
  private final LogRateLimiter pace = new LogRateLimiter();

  /// @param connection its own, closed by the caller
  /// @param insert inserts a chunk, or does nothing where it is stored already; binds by position dag, run, task, shard,
  ///     attempt, sequence, content and bytes of the text
  public SqlLogs(Pool pool, DedicatedConnection connection, String insert) {
    this.pool = pool;
    this.connection = connection;
    this.insert = insert;
  }

  @Override public void append(List<Chunk> chunks) {
    if (chunks.isEmpty()) {
      return;
    }
    await(chunks);
    List<LogText> texts = chunks.stream().map(chunk -> LogText.pack(chunk.text())).toList();
    try {
      connection.transaction(held -> insert(held, chunks, texts));
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; a chunk may be stored again", e);
    }
  }

  private void await(List<Chunk> chunks) {
    long bytes = chunks.stream().mapToLong(chunk -> chunk.text().length).sum();
    long now = System.nanoTime();
    long until;
    synchronized (pace) {
      until = now + pace.take(bytes, now);
    }
    for (long left = until - now; left > 0
        && !Thread.currentThread().isInterrupted(); left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private int insert(Connection held, List<Chunk> chunks, List<LogText> texts) throws SQLException {
    try (PreparedStatement statement = held.prepareStatement(insert)) {
      for (int i = 0; i < chunks.size(); i++) {
        Chunk chunk = chunks.get(i);
        LogText text = texts.get(i);
        statement.setInt(1, chunk.dag());
        statement.setLong(2, chunk.run());
        statement.setInt(3, chunk.task());
        statement.setInt(4, chunk.shard());
        statement.setInt(5, chunk.attempt());
        statement.setLong(6, chunk.sequence());
        statement.setBinaryStream(7, new ByteArrayInputStream(text.content()), text.content().length);
        if (text.textBytes() == 0) {
          statement.setNull(8, Types.INTEGER);
        } else {
          statement.setInt(8, text.textBytes());
        }
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
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
            row.getLong("sequence"), new LogText(Columns.bytes(row, "content"), row.getInt("text_bytes")).text()))
        .list());
  }

  @Override public List<Source> sources(int dag, long run) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT task, shard, attempt, CAST(sum(coalesce(text_bytes, octet_length(content))) AS bigint) AS bytes
        FROM attempt_log
        WHERE dag = :dag AND run = :run GROUP BY task, shard, attempt ORDER BY task, shard, attempt
        """)
        .bind("dag", dag)
        .bind("run", run)
        .map((row, _) -> new Source(row.getInt("task"), row.getInt("shard"), row.getInt("attempt"),
            row.getLong("bytes")))
        .list());
  }
}
