package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.log.LogHit;
import io.tidemill.api.log.LogPage;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.log.LogSearchView;
import io.tidemill.api.log.LogSource;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Logs as the store has them.
record LogService(SchedulerNode node, OwnerQueries owner, RequestResolver found) implements LogResource {
  private static final int LOG_CHUNKS = 64;
  private static final int MOST_WORD = 200;

  @Override public List<LogSource> sources(String dag, long run) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    CompiledGraph compiled = found.compiled(known, row);
    List<Logs.Source> sources = node.store().logs().sources(known.number(), run);
    boolean named = sources.stream().anyMatch(source -> source.shard() >= 0);
    ShardNames names = named ? ShardNames.of(node, owner, known, run) : null;
    return sources.stream()
        .map(source -> new LogSource(compiled.task(source.task()).id(), source.shard(),
            names == null || source.shard() < 0 ? null : names.name(source.task(), source.shard()), source.attempt(),
            source.bytes()))
        .toList();
  }

  @Override public LogSearchView search(String dag, long run, String text, @Nullable String task, int limit,
      @Nullable String after) {
    if (text.isEmpty() || text.length() > MOST_WORD || text.chars().anyMatch(each -> each == '\n')) {
      throw RefusedException.of(Kind.INVALID, "bad-text", "text",
          "Expected a text of 1 to " + MOST_WORD + " characters of one line, but found "
              + (text.isEmpty() ? "none" : text.length() + " characters"));
    }
    if (limit < 1 || limit > LogSearchView.MOST) {
      throw RefusedException.of(Kind.INVALID, "out-of-range", "limit",
          "Expected a limit of 1 to " + LogSearchView.MOST + ", but found " + limit);
    }
    LogPosition from = LogPosition.parse(after);
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    CompiledGraph compiled = found.compiled(known, row);
    int only = task == null ? -1 : found.task(known, row, task).index();
    List<Logs.Source> sources = node.store()
        .logs()
        .sources(known.number(), run)
        .stream()
        .filter(source -> only < 0 || source.task() == only)
        .toList();
    LogSearch search = new LogSearch(node.store().logs(), known.number(), run, text, limit);
    search.through(sources, from);
    boolean named = search.hits().stream().anyMatch(hit -> hit.source().shard() >= 0);
    ShardNames names = named ? ShardNames.of(node, owner, known, run) : null;
    LogPosition next = search.next();
    return new LogSearchView(search.hits().stream().map(hit -> hit(compiled, names, hit)).toList(), search.bytes(),
        next == null ? null : next.text());
  }

  private static LogHit hit(CompiledGraph compiled, @Nullable ShardNames names, LogSearch.Hit hit) {
    Logs.Source source = hit.source();
    int begin = Math.max(0, Math.min(hit.at() - LogHit.MOST_CHARACTERS / 2,
        hit.text().length() - LogHit.MOST_CHARACTERS));
    return new LogHit(compiled.task(source.task()).id(), source.shard(),
        names == null || source.shard() < 0 ? null : names.name(source.task(), source.shard()), source.attempt(),
        hit.line(), hit.text().substring(begin, Math.min(hit.text().length(), begin + LogHit.MOST_CHARACTERS)));
  }

  @Override public LogPage page(String dag, long run, String task, int shard, int attempt, long after) {
    Catalog.Dag known = found.dag(dag);
    CompiledTask named = found.task(known, found.run(known, run), task);
    int index = named.index();
    List<Logs.Chunk> chunks = node.store()
        .logs()
        .read(known.number(), run, index, shard, attempt, after, LOG_CHUNKS);
    if (chunks.isEmpty() && after < 0) {
      check(known, run, named, shard, attempt);
    }
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(new String(chunk.text(), StandardCharsets.UTF_8)));
    return new LogPage(text.toString(), chunks.isEmpty() ? after : chunks.getLast().sequence(),
        chunks.size() == LOG_CHUNKS);
  }

  /// Refuses a shard or an attempt that there is not: it would look like one that logged nothing.
  private void check(Catalog.Dag dag, long run, CompiledTask task, int shard, int attempt) {
    String name = dag.id() + "/" + run + "/" + task.id();
    int latest;
    if (shard < 0) {
      latest = node.store()
          .queries()
          .tasks(dag.number(), run)
          .stream()
          .filter(row -> row.task() == task.index())
          .mapToInt(TaskRow::attempt)
          .findFirst()
          .orElse(0);
    } else {
      List<Integer> attempts = new ShardReader(node, owner, dag, run, task.index()).states().attempts();
      if (shard >= attempts.size()) {
        throw RefusedException.of(Kind.NOT_FOUND, "unknown-shard", "shard", "Expected a shard of " + name
            + (attempts.isEmpty()
                ? ", but it has none"
                : ", from 0 to " + (attempts.size() - 1) + ", but found " + shard));
      }
      latest = attempts.get(shard);
    }
    // The first one may be about to begin.
    if (attempt < 1 || attempt > Math.max(1, latest)) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-attempt", "attempt", "Expected an attempt of " + name
          + (shard < 0 ? "" : ", shard " + shard) + ", from 1 to " + Math.max(1, latest) + ", but found " + attempt);
    }
  }
}
