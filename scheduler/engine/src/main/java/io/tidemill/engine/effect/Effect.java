package io.tidemill.engine.effect;

/// Something to be done outside, once the facts of the turn are durable. Doing it twice does no harm; one that was lost can
/// be derived again from the state.
public sealed interface Effect permits AssignTask, AssignShards, StopAttempt {
  /// Incarnation of the agent concerned.
  long agent();
}
