package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskView;
import io.tidemill.dsl.text.NearestName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the task and the shard of a run that somebody typed, or refuses them: one that does not exist would look like one about which there
/// is nothing to say.
record NamedShard(Operations operations, RunDetail detail) {
  private static final int MOST_NAMED = 20;
  /// Keys that are looked at for the one that was meant.
  private static final int MOST_KEYS = 10_000;

  /// The task with an id.
  TaskView task(String id) {
    List<String> ids = detail.tasks().stream().map(TaskView::id).toList();
    return detail.tasks()
        .stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> {
          String hint = NearestName.hint(id, ids);
          return new BadInputException("Expected a task of " + detail.run().name() + ", but found '" + id + "'; "
              + (hint.isEmpty() ? "" : hint + " ") + "it has "
              + String.join(", ", ids.stream().limit(MOST_NAMED).toList()));
        });
  }

  /// The shard with a key, else with that index behind `#`.
  Shard shard(String task, String key) {
    TaskView named = task(task);
    List<String> keys = new ArrayList<>();
    Shard byIndex = null;
    Integer after = -1;
    while (after != null) {
      ShardsView page = operations.tasks()
          .shards(detail.run().dag(), detail.run().run(), task, new ShardFilter(List.of(), after, ShardFilter.MOST));
      for (Shard shard : page.shards()) {
        String its = shard.key();
        if (key.equals(its)) {
          return shard;
        }
        if (key.equals("#" + shard.index())) {
          byIndex = shard;
        }
        if (its != null && keys.size() < MOST_KEYS) {
          keys.add(its);
        }
      }
      after = page.next();
    }
    if (byIndex != null) {
      return byIndex;
    }
    throw new BadInputException(unknown(named, key, keys));
  }

  /// The shard, null where none is asked for.
  @Nullable Shard optional(@Nullable String task, @Nullable String key) {
    if (task == null) {
      return null;
    }
    if (key == null) {
      task(task);
      return null;
    }
    return shard(task, key);
  }

  private String unknown(TaskView task, String key, List<String> keys) {
    String name = detail.run().name() + "/" + task.id();
    if (task.shards() == null) {
      return task.kind().equals("SHARDED")
          ? "Expected a shard of " + name + ", but it has none yet; it is " + task.state()
          : "Expected a task with shards, but " + name + " has none; leave out [" + key + "]";
    }
    String hint = NearestName.hint(key, keys);
    return "Expected the key of a shard of '" + task.id() + "' in " + detail.run().name() + ", but found '" + key
        + "'; "
        + (hint.isEmpty() ? "" : hint + " ") + "`tidemill ps " + name + "` lists them";
  }
}
