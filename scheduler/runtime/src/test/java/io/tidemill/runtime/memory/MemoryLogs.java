package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.AttemptId;
import io.tidemill.runtime.memory.MemoryTables.RunId;
import io.tidemill.runtime.port.Logs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Logs in memory.
final class MemoryLogs implements Logs {
  private final NavigableMap<RunId, NavigableMap<AttemptId, NavigableMap<Long, Chunk>>> runs = new TreeMap<>();

  @Override public synchronized void append(List<Chunk> chunks) {
    for (Chunk chunk : chunks) {
      runs.computeIfAbsent(new RunId(chunk.dag(), chunk.run()), _ -> new TreeMap<>())
          .computeIfAbsent(new AttemptId(chunk.task(), chunk.shard(), chunk.attempt()), _ -> new TreeMap<>())
          .putIfAbsent(chunk.sequence(), chunk);
    }
  }

  @Override public synchronized List<Chunk> read(int dag, long run, int task, int shard, int attempt, long after,
      int limit) {
    return attempts(dag, run)
        .getOrDefault(new AttemptId(task, shard, attempt), Collections.emptyNavigableMap())
        .tailMap(after, false)
        .values()
        .stream()
        .limit(limit)
        .toList();
  }

  @Override public synchronized List<Source> sources(int dag, long run) {
    List<Source> sources = new ArrayList<>();
    attempts(dag, run).forEach((id, chunks) -> sources.add(new Source(id.task(), id.shard(), id.attempt(),
        chunks.values().stream().mapToLong(chunk -> chunk.text().length).sum())));
    return sources;
  }

  private NavigableMap<AttemptId, NavigableMap<Long, Chunk>> attempts(int dag, long run) {
    return runs.getOrDefault(new RunId(dag, run), Collections.emptyNavigableMap());
  }
}
