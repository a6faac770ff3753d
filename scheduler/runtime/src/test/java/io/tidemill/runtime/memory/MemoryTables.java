package io.tidemill.runtime.memory;

import static java.util.Comparator.comparingInt;

import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tables. Every use synchronises on them: one call is one transaction.
final class MemoryTables {
  final List<Partition> partitions = new ArrayList<>();
  final Map<Long, byte[]> values = new HashMap<>();
  final NavigableMap<RunId, RunRow> runs = new TreeMap<>();
  final Map<RunKey, Long> keys = new HashMap<>();
  final NavigableMap<RunId, NavigableMap<Integer, RunChunk>> finals = new TreeMap<>();
  final NavigableMap<RunId, NavigableMap<Integer, TaskRow>> tasks = new TreeMap<>();
  final NavigableMap<RunId, NavigableMap<AttemptId, FailureRow>> failures = new TreeMap<>();

  final NavigableMap<SlotId, SlotRow> slots = new TreeMap<>();
  final List<LateSlotRow> lateSlots = new ArrayList<>();
  final NavigableMap<ScheduleId, ScheduleRow> schedules = new TreeMap<>();

  final NavigableMap<BackfillId, BackfillRow> backfills = new TreeMap<>();
  final NavigableMap<BackfilledId, BackfillSlotRow> backfilled = new TreeMap<>();

  MemoryTables(int partitions) {
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new Partition());
    }
  }

  Partition partition(int id) {
    if (id < 0 || id >= partitions.size()) {
      throw new IllegalArgumentException("Expected a partition below " + partitions.size() + ", but found " + id);
    }
    return partitions.get(id);
  }

  /// What is kept of a partition.
  static final class Partition {
    final NavigableMap<Long, JournalEntry> entries = new TreeMap<>();
    final NavigableMap<RunId, NavigableMap<Integer, RunChunk>> chunks = new TreeMap<>();
    final NavigableMap<MessageId, InboxMessage> inbox = new TreeMap<>();
    long epoch;
    long head;
    long projected;
    @Nullable String node;
  }

  /// Key of a run.
  record RunId(int dag, long run) implements Comparable<RunId> {
    private static final Comparator<RunId> ORDER = comparingInt(RunId::dag).thenComparingLong(RunId::run);

    @Override public int compareTo(RunId other) {
      return ORDER.compare(this, other);
    }
  }

  /// Key of slots that were decided together.
  record SlotId(int dag, long time, String schedule) implements Comparable<SlotId> {
    private static final Comparator<SlotId> ORDER = comparingInt(SlotId::dag).thenComparingLong(SlotId::time)
        .thenComparing(SlotId::schedule);

    @Override public int compareTo(SlotId other) {
      return ORDER.compare(this, other);
    }
  }

  /// Key of a schedule.
  record ScheduleId(int dag, String name) implements Comparable<ScheduleId> {
    private static final Comparator<ScheduleId> ORDER = comparingInt(ScheduleId::dag).thenComparing(ScheduleId::name);

    @Override public int compareTo(ScheduleId other) {
      return ORDER.compare(this, other);
    }
  }

  /// Key of a backfill.
  record BackfillId(int dag, long backfill) implements Comparable<BackfillId> {
    private static final Comparator<BackfillId> ORDER = comparingInt(BackfillId::dag)
        .thenComparingLong(BackfillId::backfill);

    @Override public int compareTo(BackfillId other) {
      return ORDER.compare(this, other);
    }
  }

  /// Key of a slot that a backfill ran.
  record BackfilledId(int dag, long time, String schedule, long run) implements Comparable<BackfilledId> {
    private static final Comparator<BackfilledId> ORDER = comparingInt(BackfilledId::dag)
        .thenComparingLong(BackfilledId::time)
        .thenComparing(BackfilledId::schedule)
        .thenComparingLong(BackfilledId::run);

    @Override public int compareTo(BackfilledId other) {
      return ORDER.compare(this, other);
    }
  }

  /// Trigger key of a run in its DAG.
  record RunKey(int dag, String key) {}

  /// Key of an attempt in its run.
  record AttemptId(int task, int shard, int attempt) implements Comparable<AttemptId> {
    private static final Comparator<AttemptId> ORDER = comparingInt(AttemptId::task).thenComparingInt(AttemptId::shard)
        .thenComparingInt(AttemptId::attempt);

    @Override public int compareTo(AttemptId other) {
      return ORDER.compare(this, other);
    }
  }
}
