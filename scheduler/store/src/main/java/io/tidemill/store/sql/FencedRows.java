package io.tidemill.store.sql;

import static java.util.Comparator.comparingInt;

import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/// What of a batch may be written: rows of the partitions whose mark moved, in the order of their keys, each key once, the
/// last row given.
public record FencedRows(List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals, List<RunRow> runs,
    List<TaskRow> tasks, List<FailureRow> failures, List<SlotRow> slots, List<ScheduleRow> schedules,
    List<BackfillRow> backfills, List<BackfillSlotRow> backfillSlots, List<LateSlotRow> lateSlots) {
  private static final Comparator<RunChunk> CHUNKS = comparingInt(RunChunk::partition).thenComparingInt(RunChunk::dag)
      .thenComparingLong(RunChunk::run)
      .thenComparingInt(RunChunk::chunk);
  private static final Comparator<EndedRun> ENDED = comparingInt(EndedRun::partition).thenComparingInt(EndedRun::dag)
      .thenComparingLong(EndedRun::run);
  private static final Comparator<RunRow> RUNS = comparingInt(RunRow::dag).thenComparingLong(RunRow::run);
  private static final Comparator<FailureRow> FAILURES = comparingInt(FailureRow::dag)
      .thenComparingLong(FailureRow::run)
      .thenComparingInt(FailureRow::task)
      .thenComparingInt(FailureRow::shard)
      .thenComparingInt(FailureRow::attempt);

  private static final Comparator<SlotRow> SLOTS = comparingInt(SlotRow::dag).thenComparingLong(SlotRow::time)
      .thenComparing(SlotRow::schedule);
  private static final Comparator<ScheduleRow> SCHEDULES = comparingInt(ScheduleRow::dag)
      .thenComparing(ScheduleRow::name);
  private static final Comparator<BackfillRow> BACKFILLS = comparingInt(BackfillRow::dag)
      .thenComparingLong(BackfillRow::backfill);
  private static final Comparator<BackfillSlotRow> BACKFILL_SLOTS = comparingInt(BackfillSlotRow::dag)
      .thenComparingLong(BackfillSlotRow::time)
      .thenComparing(BackfillSlotRow::schedule)
      .thenComparingLong(BackfillSlotRow::run);

  private static final Comparator<LateSlotRow> LATE_SLOTS = comparingInt(LateSlotRow::dag)
      .thenComparingLong(LateSlotRow::time)
      .thenComparing(LateSlotRow::schedule)
      .thenComparing(LateSlotRow::kind);

  /// Filters a batch.
  ///
  /// @param moved for each move, whether it matched
  public static FencedRows of(Batch batch, boolean[] moved) {
    BitSet partitions = new BitSet();
    List<Move> moves = batch.moves();
    for (int i = 0; i < moved.length; i++) {
      partitions.set(moves.get(i).partition(), moved[i]);
    }
    return new FencedRows(last(batch.chunks(), partitions, RunChunk::partition, CHUNKS),
        last(batch.ended(), partitions, EndedRun::partition, ENDED),
        last(batch.finals(), partitions, RunChunk::partition, CHUNKS),
        last(batch.runs(), partitions, RunRow::partition, RUNS),
        last(batch.tasks(), partitions, TaskRow::partition, FencedRows::compareTasks),
        last(batch.failures(), partitions, FailureRow::partition, FAILURES),
        last(batch.slots(), partitions, SlotRow::partition, SLOTS),
        last(batch.schedules(), partitions, ScheduleRow::partition, SCHEDULES),
        last(batch.backfills(), partitions, BackfillRow::partition, BACKFILLS),
        last(batch.backfillSlots(), partitions, BackfillSlotRow::partition, BACKFILL_SLOTS),
        last(batch.lateSlots(), partitions, LateSlotRow::partition, LATE_SLOTS));
  }

  private static int compareTasks(TaskRow a, TaskRow b) {
    int order = Integer.compare(a.dag(), b.dag());
    if (order == 0) {
      order = Long.compare(a.run(), b.run());
    }
    return order == 0 ? Integer.compare(a.task(), b.task()) : order;
  }

  private static <T> List<T> last(List<T> rows, BitSet partitions, ToIntFunction<T> partition, Comparator<T> order) {
    if (rows.isEmpty()) {
      return rows;
    }
    List<T> kept = new ArrayList<>(rows.size());
    for (T row : rows) {
      if (partitions.get(partition.applyAsInt(row))) {
        kept.add(row);
      }
    }
    kept.sort(order);
    int size = 0;
    for (T row : kept) {
      if (size > 0 && order.compare(kept.get(size - 1), row) == 0) {
        size--;
      }
      kept.set(size++, row);
    }
    return kept.subList(0, size);
  }
}
