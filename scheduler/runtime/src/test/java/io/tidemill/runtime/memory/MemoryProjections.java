package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.AttemptId;
import io.tidemill.runtime.memory.MemoryTables.Partition;
import io.tidemill.runtime.memory.MemoryTables.RunId;
import io.tidemill.runtime.memory.MemoryTables.RunKey;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/// Snapshots and query tables in memory.
final class MemoryProjections implements Projections {
  private final MemoryTables tables;

  MemoryProjections(MemoryTables tables) {
    this.tables = tables;
  }

  @Override public boolean[] write(Batch batch) {
    synchronized (tables) {
      boolean[] matched = match(batch.moves());
      BitSet moved = new BitSet();
      for (int i = 0; i < matched.length; i++) {
        moved.set(batch.moves().get(i).partition(), matched[i]);
      }
      of(moved, batch.runs(), RunRow::partition).forEach(this::refuseKeyOfAnother);
      batch.moves()
          .stream()
          .filter(move -> moved.get(move.partition()))
          .forEach(move -> tables.partition(move.partition()).projected = move.to());
      write(batch, moved);
      return matched;
    }
  }

  /// The rows of the partitions whose mark moved. Of several with one key the last one stays, as the tables are maps.
  private static <T> List<T> of(BitSet moved, List<T> rows, ToIntFunction<T> partition) {
    return rows.stream().filter(row -> moved.get(partition.applyAsInt(row))).toList();
  }

  private boolean[] match(List<Move> moves) {
    boolean[] matched = new boolean[moves.size()];
    for (int i = 0; i < matched.length; i++) {
      Move move = moves.get(i);
      Partition partition = tables.partition(move.partition());
      matched[i] = partition.epoch == move.epoch() && partition.projected == move.from();
    }
    return matched;
  }

  private void refuseKeyOfAnother(RunRow row) {
    String key = row.key();
    if (key == null) {
      return;
    }
    Long owner = tables.keys.get(new RunKey(row.dag(), key));
    if (owner != null && owner != row.run()) {
      String found = "DAG " + row.dag() + " has run " + owner + " with key " + key;
      throw new StoreException("Expected run " + row.run() + " to have a key of its own, but found: " + found
          + "; nothing was written", new IllegalStateException(found));
    }
  }

  private void write(Batch batch, BitSet moved) {
    for (EndedRun run : of(moved, batch.ended(), EndedRun::partition)) {
      RunId id = new RunId(run.dag(), run.run());
      tables.partition(run.partition()).chunks.remove(id);
      tables.finals.remove(id);
    }
    of(moved, batch.chunks(), RunChunk::partition)
        .forEach(chunk -> put(tables.partition(chunk.partition()).chunks, chunk));
    of(moved, batch.finals(), RunChunk::partition).forEach(chunk -> put(tables.finals, chunk));
    for (RunRow row : of(moved, batch.runs(), RunRow::partition)) {
      tables.runs.put(new RunId(row.dag(), row.run()), row);
      if (row.key() != null) {
        tables.keys.put(new RunKey(row.dag(), row.key()), row.run());
      }
    }
    of(moved, batch.tasks(), TaskRow::partition)
        .forEach(row -> of(tables.tasks, row.dag(), row.run()).put(row.task(), row));
    of(moved, batch.failures(), FailureRow::partition).forEach(row -> of(tables.failures, row.dag(), row.run())
        .put(new AttemptId(row.task(), row.shard(), row.attempt()), row));
  }

  private static void put(NavigableMap<RunId, NavigableMap<Integer, RunChunk>> to, RunChunk chunk) {
    of(to, chunk.dag(), chunk.run()).put(chunk.chunk(), copy(chunk));
  }

  private static <K, V> Map<K, V> of(Map<RunId, NavigableMap<K, V>> rows, int dag, long run) {
    return rows.computeIfAbsent(new RunId(dag, run), _ -> new TreeMap<>());
  }

  /// The same chunk with bytes of its own.
  static RunChunk copy(RunChunk chunk) {
    return new RunChunk(chunk.partition(), chunk.dag(), chunk.run(), chunk.chunk(), chunk.bytes().clone());
  }
}
