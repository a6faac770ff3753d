package io.tidemill.dsl;

import org.jspecify.annotations.Nullable;

/// How a task ended, as the input of a task that wants to know even of failures.
///
/// ```java
/// var copied = d.task("copy").run(Long.class, ctx -> 7L);
/// d.task("report").needs(copied.outcome()).exec((ctx, end) -> {
///   if (end.state() == Outcome.State.SUCCESS) {
///     ctx.log().info("{} rows copied", end.result());
///   } else {
///     ctx.log().warn("Nothing copied: {}", end.state());
///   }
/// });
/// ```
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
