package io.tidemill.api.service;

import io.tidemill.api.log.LogPage;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.log.LogSource;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Projections.RunRow;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Logs as the store has them.
record LogService(SchedulerNode node, RequestResolver found) implements LogResource {
  private static final int LOG_CHUNKS = 64;
  private static final int MOST_NAMED_SOURCES = 5_000;

  @Override public List<LogSource> sources(String dag, long run) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    CompiledGraph plan = found.plan(known, row.version());
    List<Logs.Source> sources = node.store().logs().sources(known.number(), run);
    boolean named = sources.size() <= MOST_NAMED_SOURCES && sources.stream().anyMatch(source -> source.shard() >= 0);
    ShardNames names = named ? ShardNames.of(node, known, run) : null;
    return sources.stream()
        .map(source -> new LogSource(plan.task(source.task()).id(), source.shard(),
            names == null || source.shard() < 0 ? null : names.name(source.task(), source.shard()), source.attempt(),
            source.bytes()))
        .toList();
  }

  @Override public LogPage page(String dag, long run, String task, int shard, int attempt, long after) {
    Catalog.Dag known = found.dag(dag);
    int index = found.task(known, found.run(known, run), task).index();
    List<Logs.Chunk> chunks = node.store()
        .logs()
        .read(known.number(), run, index, shard, attempt, after, LOG_CHUNKS);
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(new String(chunk.text(), StandardCharsets.UTF_8)));
    return new LogPage(text.toString(), chunks.isEmpty() ? after : chunks.getLast().sequence(),
        chunks.size() == LOG_CHUNKS);
  }
}
