package io.tidemill.runtime.memory;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.memory.MemoryTables.BackfillId;
import io.tidemill.runtime.memory.MemoryTables.RunId;
import io.tidemill.runtime.memory.MemoryTables.RunKey;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Questions answered from memory.
final class MemoryQueries implements Queries {
  private static final Comparator<LateSlotRow> NEWEST_LATE = Comparator.comparingLong(LateSlotRow::time)
      .thenComparingInt(LateSlotRow::dag)
      .thenComparing(LateSlotRow::schedule)
      .thenComparing(row -> row.kind().name())
      .reversed();
  private static final Comparator<SlotRow> NEWEST_SLOT = Comparator.comparingLong(SlotRow::time)
      .thenComparingInt(SlotRow::dag)
      .thenComparing(SlotRow::schedule)
      .reversed();

  private static final Comparator<RunRow> BY_NUMBER = Comparator.comparingLong(RunRow::run).reversed();
  private static final Comparator<RunRow> BY_TIME = Comparator.comparingLong(RunRow::createdAt)
      .thenComparingInt(RunRow::dag)
      .thenComparingLong(RunRow::run)
      .reversed();

  private final MemoryTables tables;

  MemoryQueries(MemoryTables tables) {
    this.tables = tables;
  }

  @Override public List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit) {
    Comparator<RunRow> order = dag == 0 ? BY_TIME : BY_NUMBER;
    synchronized (tables) {
      Stream<RunRow> runs = tables.runs.values()
          .stream()
          .filter(row -> dag == 0 || row.dag() == dag)
          .filter(row -> status.isEmpty() || status.contains(row.status()));
      if (before != null) {
        runs = runs.filter(row -> isAfter(row, dag, before));
      }
      return runs.sorted(order).limit(limit).toList();
    }
  }

  private static boolean isAfter(RunRow row, int dag, Position before) {
    if (dag != 0) {
      return row.run() < before.run();
    }
    if (row.createdAt() != before.createdAt()) {
      return row.createdAt() < before.createdAt();
    }
    return new RunId(row.dag(), row.run()).compareTo(new RunId(before.dag(), before.run())) < 0;
  }

  @Override public List<RunRow> latestRuns(int each) {
    synchronized (tables) {
      return tables.runs.values()
          .stream()
          .collect(Collectors.groupingBy(RunRow::dag))
          .values()
          .stream()
          .flatMap(runs -> {
            long last = runs.stream().mapToLong(RunRow::run).max().orElse(0);
            return runs.stream().filter(row -> row.run() > last - each);
          })
          .toList();
    }
  }

  @Override public @Nullable RunRow run(int dag, long run) {
    synchronized (tables) {
      return tables.runs.get(new RunId(dag, run));
    }
  }

  @Override public @Nullable RunRow runByKey(int dag, String key) {
    synchronized (tables) {
      Long run = tables.keys.get(new RunKey(dag, key));
      return run == null ? null : tables.runs.get(new RunId(dag, run));
    }
  }

  @Override public List<TaskRow> tasks(int dag, long run) {
    synchronized (tables) {
      return List.copyOf(tables.tasks.getOrDefault(new RunId(dag, run), Collections.emptyNavigableMap()).values());
    }
  }

  @Override public List<TaskStateRow> taskStates(int dag, long first, long last) {
    synchronized (tables) {
      return tables.tasks.subMap(new RunId(dag, first), true, new RunId(dag, last), true)
          .values()
          .stream()
          .flatMap(tasks -> tasks.values().stream())
          .map(row -> new TaskStateRow(row.run(), row.task(), row.state(), row.attempt()))
          .toList();
    }
  }

  @Override public List<FailureRow> shardFailures(int dag, long run, int task, int shard, int limit) {
    return failures(dag, run, task, Integer.MAX_VALUE).stream()
        .filter(row -> row.shard() == shard)
        .limit(limit)
        .toList();
  }

  @Override public List<FailureRow> failures(int dag, long run, int task, int limit) {
    synchronized (tables) {
      return tables.failures.getOrDefault(new RunId(dag, run), Collections.emptyNavigableMap())
          .values()
          .stream()
          .filter(row -> task < 0 || row.task() == task)
          .limit(limit)
          .toList();
    }
  }

  @Override public List<RunChunk> finalState(int dag, long run) {
    RunId id = new RunId(dag, run);
    synchronized (tables) {
      RunRow row = tables.runs.get(id);
      if (row != null && (row.status() == RunStatus.RUNNING || row.status() == RunStatus.CANCELLING)) {
        return List.of();
      }
      return tables.finals.getOrDefault(id, Collections.emptyNavigableMap())
          .values()
          .stream()
          .map(MemoryProjections::copy)
          .toList();
    }
  }

  @Override public List<ScheduleRow> schedules(int dag) {
    synchronized (tables) {
      return tables.schedules.values()
          .stream()
          .filter(row -> (dag == 0 || row.dag() == dag) && !row.declaration().isEmpty())
          .toList();
    }
  }

  @Override public List<SlotRow> slots(int dag, @Nullable String schedule, List<SlotOutcome> outcomes,
      @Nullable SlotPosition before, int limit) {
    synchronized (tables) {
      return tables.slots.values()
          .stream()
          .filter(row -> (dag == 0 || row.dag() == dag) && (schedule == null || row.schedule().equals(schedule))
              && (outcomes.isEmpty() || outcomes.contains(row.outcome())))
          .sorted(NEWEST_SLOT)
          .filter(row -> before == null || NEWEST_SLOT.compare(row, new SlotRow(0, before.dag(), before.schedule(),
              before.time(), 0, 0, SlotOutcome.RUN, null, 0, 0)) > 0)
          .limit(limit)
          .toList();
    }
  }

  @Override public List<SlotRow> slotsBetween(int dag, String schedule, long from, long until) {
    synchronized (tables) {
      return tables.slots.values()
          .stream()
          .filter(row -> row.dag() == dag && row.schedule().equals(schedule) && row.time() < until
              && row.last() >= from)
          .toList();
    }
  }

  @Override public List<BackfillSlotRow> backfilledBetween(int dag, String schedule, long from, long until) {
    synchronized (tables) {
      return tables.backfilled.values()
          .stream()
          .filter(row -> row.dag() == dag && row.schedule().equals(schedule) && row.time() < until
              && row.time() >= from)
          .toList();
    }
  }

  @Override public @Nullable Backfilled backfilled(int dag, String schedule, long from, long until) {
    List<BackfillSlotRow> rows = backfilledBetween(dag, schedule, from, until);
    return rows.isEmpty()
        ? null
        : new Backfilled((int) rows.stream().mapToLong(BackfillSlotRow::time).distinct().count(),
            rows.stream().mapToLong(BackfillSlotRow::run).max().orElseThrow());
  }

  @Override public List<LateSlotRow> lateSlots(int dag, @Nullable String schedule, long since, int limit) {
    synchronized (tables) {
      return tables.lateSlots.stream()
          .filter(row -> (dag == 0 || row.dag() == dag) && (schedule == null || row.schedule().equals(schedule))
              && row.notedAt() >= since)
          .sorted(NEWEST_LATE)
          .limit(limit)
          .toList();
    }
  }

  @Override public Map<Long, RunStatus> statuses(int dag, Collection<Long> runs) {
    Map<Long, RunStatus> statuses = new HashMap<>();
    for (long run : runs) {
      RunRow row = run(dag, run);
      if (row != null) {
        statuses.put(run, row.status());
      }
    }
    return statuses;
  }

  @Override public long lastRun(int dag) {
    synchronized (tables) {
      RunId last = tables.runs.lowerKey(new RunId(dag + 1, 0));
      return last == null || last.dag() != dag ? 0 : last.run();
    }
  }

  @Override public List<BackfillRow> backfills(int dag, int limit) {
    synchronized (tables) {
      return tables.backfills.values()
          .stream()
          .filter(row -> dag == 0 || row.dag() == dag)
          .sorted(Comparator.comparingLong(BackfillRow::createdAt)
              .thenComparingInt(BackfillRow::dag)
              .thenComparingLong(BackfillRow::backfill)
              .reversed())
          .limit(limit)
          .toList();
    }
  }

  @Override public @Nullable BackfillRow backfill(int dag, long backfill) {
    synchronized (tables) {
      return tables.backfills.get(new BackfillId(dag, backfill));
    }
  }

  @Override public List<RunRow> runsOfBackfill(int dag, long backfill, List<RunStatus> status, long before,
      int limit) {
    synchronized (tables) {
      return tables.backfilled.values()
          .stream()
          .filter(row -> row.dag() == dag && row.backfill() == backfill && row.run() < before)
          .map(row -> Objects.requireNonNull(tables.runs.get(new RunId(dag, row.run()))))
          .filter(row -> status.isEmpty() || status.contains(row.status()))
          .sorted(BY_NUMBER)
          .limit(limit)
          .toList();
    }
  }

  @Override public long projected(int partition) {
    synchronized (tables) {
      return tables.partition(partition).projected;
    }
  }
}
