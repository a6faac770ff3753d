package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskView;
import io.tidemill.daemon.render.RunTree;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Terminal;
import io.tidemill.daemon.render.Text;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.state.ShardState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lists the shards of a task, those that failed first, or one shard with what went wrong.
///
/// @param limit most shards
record ShardList(Operations operations, Terminal terminal, int limit) {
  private static final List<ShardState> FAILED = List.of(ShardState.FAILED, ShardState.TIMED_OUT);
  private static final List<ShardState> OTHERS = List.of(ShardState.ASSIGNED, ShardState.RETRY_WAIT, ShardState.READY,
      ShardState.WAITING, ShardState.UPSTREAM_FAILED, ShardState.CANCELLED, ShardState.SUCCESS, ShardState.OMITTED);

  private record Answer(TaskView task, List<Shard> shards, List<FailureView> failures) {}

  void print(RunDetail detail, String id, @Nullable String key, boolean json) {
    NamedShard named = new NamedShard(operations, detail);
    TaskView task = named.task(id);
    String dag = detail.run().dag();
    long run = detail.run().run();
    ShardsView all = operations.tasks().shards(dag, run, id, new ShardFilter(List.of(), -1, 1));
    List<Shard> shards = key == null ? first(dag, run, id) : List.of(named.shard(id, key));
    List<FailureView> failures = operations.tasks()
        .failures(dag, run, id, key == null ? -1 : shards.getFirst().index());
    if (json) {
      terminal.json(new Answer(task, shards, failures));
      return;
    }
    RunTree.task(detail, task, terminal);
    if (all.all() > 0) {
      print(shards, all, all.counts().containsKey(ShardState.ASSIGNED.name())
          ? QueuedShards.of(operations, dag, run, id)
          : Set.of());
    }
    if (key != null || all.all() == 0) {
      failures.forEach(this::print);
    }
  }

  private List<Shard> first(String dag, long run, String task) {
    List<Shard> shards = new ArrayList<>();
    for (List<ShardState> states : List.of(FAILED, OTHERS)) {
      if (shards.size() < limit) {
        shards.addAll(operations.tasks()
            .shards(dag, run, task, new ShardFilter(states, -1, limit - shards.size()))
            .shards());
      }
    }
    return shards;
  }

  private void print(List<Shard> shards, ShardsView all, Set<Integer> queued) {
    Table table = new Table("SHARD", "STATE", "AGENT", "ATTEMPTS", "TOOK");
    for (Shard shard : shards) {
      String key = shard.key();
      table.row(Text.line(key == null ? "#" + shard.index() : key),
          queued.contains(shard.index()) ? "QUEUED" : shard.state().name(),
          shard.agent() == null ? "" : Text.line(shard.agent()), shard.attempt() == 0 ? "" : "" + shard.attempt(),
          took(shard));
    }
    table.print(terminal);
    StringBuilder counts = new StringBuilder();
    for (Map.Entry<String, Integer> each : all.counts().entrySet()) {
      counts.append(counts.isEmpty() ? "" : ", ").append(each.getValue()).append(' ').append(each.getKey());
    }
    terminal.line(Text.count(all.all(), "shard") + ": " + counts
        + (queued.isEmpty() ? "" : ", of which " + queued.size() + " wait on their agents for a slot")
        + (shards.size() > 1 && shards.size() < all.all() ? "; --limit shows more" : ""));
  }

  private static String took(Shard shard) {
    Instant since = shard.assignedAt();
    if (since != null) {
      return Text.span(since, null);
    }
    Integer millis = shard.ranMillis();
    return millis == null ? "" : DurationText.of(Duration.ofMillis(millis));
  }

  private void print(FailureView failure) {
    terminal.line("  attempt " + failure.attempt() + " " + failure.kind() + Text.line(failure.where())
        + (failure.type().isEmpty() ? "" : " " + Text.line(failure.type()))
        + (failure.message().isEmpty() ? "" : ": " + Text.line(failure.message()))
        + (failure.place().isEmpty() ? "" : " (" + Text.line(failure.place()) + ")"));
  }
}
