package io.tidemill.test;

import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.TaskLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a body may ask of its attempt.
///
/// @param given gives the parameters, which a body has that does not make them
record BodyContext<P>(Supplier<P> given, Optional<Slot> slot,
    List<AssetUpdates> assetUpdates, String dag, long run, String task,
    int attempt,
    @Nullable String shardKey,
    int shardIndex,
    TaskLog log)
    implements TaskContext<P> {
  @Override public P params() {
    return given.get();
  }

  @Override public String idempotencyKey() {
    String key = dag + "/" + run + "/" + task;
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
