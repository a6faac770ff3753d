package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.AttemptId;
import io.tidemill.runtime.memory.MemoryTables.BackfillId;
import io.tidemill.runtime.memory.MemoryTables.BackfilledId;
import io.tidemill.runtime.memory.MemoryTables.Partition;
import io.tidemill.runtime.memory.MemoryTables.RunId;
import io.tidemill.runtime.memory.MemoryTables.RunKey;
import io.tidemill.runtime.memory.MemoryTables.ScheduleId;
import io.tidemill.runtime.memory.MemoryTables.SlotId;
import io.tidemill.runtime.port.DataRefusedException;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.RunChunk;
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
      BitSet moved = moved(batch, matched);
      of(moved, batch.runs(), RunRow::partition).forEach(this::refuseKeyOfAnother);
      batch.moves()
          .stream()
          .filter(move -> moved.get(move.partition()))
          .forEach(move -> tables.partition(move.partition()).projected = move.to());
      write(batch, moved);
      return matched;
    }
  }

  @Override public void rehearse(Batch batch) {
    synchronized (tables) {
      of(moved(batch, match(batch.moves())), batch.runs(), RunRow::partition).forEach(this::refuseKeyOfAnother);
    }
  }

  private static BitSet moved(Batch batch, boolean[] matched) {
    BitSet moved = new BitSet();
    for (int i = 0; i < matched.length; i++) {
      moved.set(batch.moves().get(i).partition(), matched[i]);
    }
    return moved;
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
      throw new DataRefusedException("Expected run " + row.run() + " to have a key of its own, but found: " + found
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
      RunRow before = tables.runs.put(new RunId(row.dag(), row.run()), row);
      if (before != null && before.key() != null) {
        tables.keys.remove(new RunKey(row.dag(), before.key()));
      }
      if (row.key() != null) {
        tables.keys.put(new RunKey(row.dag(), row.key()), row.run());
      }
    }
    of(moved, batch.tasks(), TaskRow::partition)
        .forEach(row -> of(tables.tasks, row.dag(), row.run()).put(row.task(), row));
    of(moved, batch.slots(), SlotRow::partition)
        .forEach(row -> tables.slots.put(new SlotId(row.dag(), row.time(), row.schedule()), row));
    of(moved, batch.schedules(), ScheduleRow::partition)
        .forEach(row -> tables.schedules.put(new ScheduleId(row.dag(), row.name()), row));
    of(moved, batch.backfills(), BackfillRow::partition)
        .forEach(row -> tables.backfills.put(new BackfillId(row.dag(), row.backfill()), row));
    of(moved, batch.backfillSlots(), BackfillSlotRow::partition).forEach(row -> tables.backfilled
        .put(new BackfilledId(row.dag(), row.time(), row.schedule(), row.run()), row));
    for (LateSlotRow row : of(moved, batch.lateSlots(), LateSlotRow::partition)) {
      tables.lateSlots.removeIf(before -> before.dag() == row.dag() && before.time() == row.time()
          && before.schedule().equals(row.schedule()) && before.kind() == row.kind());
      tables.lateSlots.add(row);
    }
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
