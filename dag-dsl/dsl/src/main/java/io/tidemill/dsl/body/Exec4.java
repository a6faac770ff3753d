package io.tidemill.dsl.body;

import io.tidemill.dsl.TaskContext;
import org.jspecify.annotations.Nullable;

/// A body with four inputs and no result. May be called by several threads at once, for several runs.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <D> the fourth input
@FunctionalInterface
public interface Exec4<P, A, B, C, D> extends Body<P, Void> {
  /// Does the work of one attempt.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @param a the first input
  /// @param b the second input
  /// @param c the third input
  /// @param d the fourth input
  /// @throws Exception any failure; the retry policy of the task decides what follows
  void run(TaskContext<P> ctx, A a, B b, C c, D d) throws Exception;

  @Override default @Nullable Void call(TaskContext<P> ctx, Arguments in) throws Exception {
    run(ctx, in.at(0), in.at(1), in.at(2), in.at(3));
    return null;
  }
}
