package io.tidemill.engine.input;

import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// An agent says what the shards of a task are.
///
/// @param count shards; where the task had some before, those that are no longer there included
/// @param again how they go with those that the task had before, null where they are counted anew
public record TaskExpanded(int dag, long run, int task, int attempt, long nonce, int count, Value keys, Value elements,
    @Nullable Again again) implements TaskReport {
  /// The first shards of a task.
  public TaskExpanded(int dag, long run, int task, int attempt, long nonce, int count, Value keys, Value elements) {
    this(dag, run, task, attempt, nonce, count, keys, elements, null);
  }

  /// Shards of a task that was expanded before: keys have the indexes they had.
  ///
  /// @param order the shards that there are now, in the order of the expansion
  /// @param same those of them that were there before with the same element
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
  public record Again(int[] order, int[] same) {}
}
