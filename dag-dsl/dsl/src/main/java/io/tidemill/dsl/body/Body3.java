package io.tidemill.dsl.body;

import io.tidemill.dsl.TaskContext;

/// A body with three inputs and a result. May be called by several threads at once, for several runs.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <R> the result
@FunctionalInterface
public interface Body3<P, A, B, C, R> extends Body<P, R> {
  /// Does the work of one attempt.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @param a the first input
  /// @param b the second input
  /// @param c the third input
  /// @return the result, never null
  /// @throws Exception any failure; the retry policy of the task decides what follows
  R run(TaskContext<P> ctx, A a, B b, C c) throws Exception;

  @Override default R call(TaskContext<P> ctx, Arguments in) throws Exception {
    return run(ctx, in.at(0), in.at(1), in.at(2));
  }
}
