package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// A sharded task got its shards. Of an aligned task (attempt 0) they are those of the task before, and wait for them.
///
/// @param count shards, those that are no longer there included
/// @param again how they go with the shards that the task had before, null where it had none, or they are counted anew
public record ShardsExpanded(int dag, long run, int task, int attempt, int count, @Nullable Value keys,
    @Nullable Value elements, @Nullable Again again) implements TaskFact {
  /// The first shards of a task.
  public ShardsExpanded(int dag, long run, int task, int attempt, int count, @Nullable Value keys,
      @Nullable Value elements) {
    this(dag, run, task, attempt, count, keys, elements, null);
  }

  /// Shards of a task that was expanded before: keys have the indexes they had.
  ///
  /// @param order the shards that there are now, in the order of the expansion
  /// @param kept those of them that keep their results
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
  public record Again(int[] order, int[] kept) {}
}
