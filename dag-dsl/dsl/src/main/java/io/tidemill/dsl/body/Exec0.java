package io.tidemill.dsl.body;

import io.tidemill.dsl.TaskContext;
import org.jspecify.annotations.Nullable;

/// A body with no inputs and no result. May be called by several threads at once, for several runs.
///
/// @param <P> the DAG's parameter record
@FunctionalInterface
public interface Exec0<P> extends Body<P, Void> {
  /// Does the work of one attempt.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @throws Exception any failure; the retry policy of the task decides what follows
  void run(TaskContext<P> ctx) throws Exception;

  @Override default @Nullable Void call(TaskContext<P> ctx, Arguments in) throws Exception {
    run(ctx);
    return null;
  }
}
