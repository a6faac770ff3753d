package io.tidemill.protocol;

import java.util.List;

/// An agent as its scheduler sees it: one end of a session.
///
/// No method blocks on user code or on the network, none throws, and all may be called by any thread. Messages of one
/// caller thread are taken in the order of the calls.
public interface AgentLink {
  /// Gives attempts to the agent. Every assignment is committed before it is sent. One that the agent has already is
  /// answered with its state and starts nothing.
  void assign(List<Assignment> assignments);

  /// Asks the agent to stop an attempt; of a [Assignment.RunShards], all shards of that nonce that have not ended. The end is
  /// reported as usual (kind CANCELLED or TIMED_OUT). Unknown keys are ignored.
  void stop(AttemptKey key, StopReason reason);

  /// Takes back what has not started; it ends RELEASED. What runs, or is unknown, goes on as if nothing had been said.
  void release(List<AttemptKey> keys);

  /// Says that the reports of a batch are durable; the agent may forget them.
  ///
  /// @param batch number given with [SchedulerLink#report]
  void acknowledge(long batch);

  /// The session is open, for the first time or again after an interruption: the agent says again what was not acknowledged, and
  /// what runs.
  void opened();

  /// No scheduler has answered for so long that the agent's work may be given to others: the agent stops it (guarantees R8).
  void cutOff();
}
