package io.tidemill.dsl;

import org.jspecify.annotations.Nullable;

/// How a task ended, as the input of a task that wants to know even of failures.
///
/// @param state the terminal state
/// @param result the result where the state is SUCCESS and the task has one, else null
/// @param <R> result of the task
public record Outcome<R>(State state, @Nullable R result) {
  /// Terminal states of a task.
  public enum State {
    SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED
  }
}
