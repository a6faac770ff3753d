package io.tidemill.dsl.body;

import io.tidemill.dsl.Ctx;

/// A body with no input and no result. May be called by several threads at once, for several runs.
///
/// @param <P> the DAG's parameter record
@FunctionalInterface
public interface Exec0<P> {
  /// Does the work of one attempt.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @throws Exception any failure; the retry policy of the task decides what follows
  void run(Ctx<P> ctx) throws Exception;
}
