package io.tidemill.dsl.body;

import io.tidemill.dsl.TaskContext;

/// A body with no inputs and a result. May be called by several threads at once, for several runs.
///
/// @param <P> the DAG's parameter record
/// @param <R> the result
@FunctionalInterface
public interface Body0<P, R> extends Body<P, R> {
  /// Does the work of one attempt.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @return the result, never null
  /// @throws Exception any failure; the retry policy of the task decides what follows
  R run(TaskContext<P> ctx) throws Exception;

  @Override default R call(TaskContext<P> ctx, Arguments in) throws Exception {
    return run(ctx);
  }
}
