package io.tidemill.usage;

import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.TaskLog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt that knows its parameters and nothing else.
record TestTaskContext<P>(P params) implements TaskContext<P> {
  static final TestTaskContext<Object> NONE = new TestTaskContext<>("no parameters");

  @Override public String dag() {
    return "dag";
  }

  @Override public long run() {
    return 1;
  }

  @Override public Optional<Slot> slot() {
    return Optional.empty();
  }

  @Override public List<AssetUpdates> assetUpdates() {
    return List.of();
  }

  @Override public String task() {
    return "task";
  }

  @Override public int attempt() {
    return 1;
  }

  @Override public @Nullable String shardKey() {
    return null;
  }

  @Override public int shardIndex() {
    return -1;
  }

  @Override public String idempotencyKey() {
    return "key";
  }

  @Override public long fence() {
    return 1;
  }

  @Override public boolean cancelled() {
    return false;
  }

  @Override public TaskLog log() {
    throw new UnsupportedOperationException("log");
  }

  @Override public void progress(long done, long total) {}
}
