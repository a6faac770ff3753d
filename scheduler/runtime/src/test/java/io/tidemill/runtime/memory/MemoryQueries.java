package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.RunId;
import io.tidemill.runtime.memory.MemoryTables.RunKey;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Questions answered from memory.
final class MemoryQueries implements Queries {
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

  @Override public long projected(int partition) {
    synchronized (tables) {
      return tables.partition(partition).projected;
    }
  }
}
