package io.tidemill.test;

import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.TaskLog;
import org.jspecify.annotations.Nullable;

/// What a body may ask of its attempt.
record BodyContext<P>(P params, String dag, String task, int attempt, @Nullable String shardKey, int shardIndex,
    TaskLog log)
    implements TaskContext<P> {
  @Override public long run() {
    return 1;
  }

  @Override public String idempotencyKey() {
    String key = dag + "/" + run() + "/" + task;
    return shardKey == null ? key : key + "/" + shardKey;
  }

  @Override public long fence() {
    return attempt;
  }

  @Override public boolean cancelled() {
    return false;
  }

  @Override public void progress(long done, long total) {
    // Nobody watches.
  }
}
