package io.tidemill.protocol;

import java.util.List;

/// The scheduler's end of a session: calls an agent.
///
/// No method blocks on user code or on the network, none throws, and all may be called by any thread. Calls of one thread
/// are processed in order.
public interface AgentLink {
  /// Assigns attempts to the agent. Every assignment is committed before it is sent. One that the agent already has is answered with
  /// its state, and starts nothing.
  void assign(List<Assignment> assignments);

  /// Asks the agent to stop an attempt; of a [Assignment.RunShards], all shards of that nonce that have not ended. The end is
  /// reported as usual (kind CANCELLED or TIMED_OUT). Unknown keys are ignored.
  void stop(AttemptKey key, StopReason reason);

  /// Takes back attempts that have not started; they end RELEASED. Running and unknown attempts are not affected.
  void release(List<AttemptKey> keys);

  /// Acknowledges that the reports of a batch are durable; the agent may forget them.
  ///
  /// @param batch number passed to [SchedulerLink#report]
  void acknowledge(long batch);

  /// Says that reports of a batch were not taken, because another scheduler owns their DAGs. The acknowledgement of the batch comes later,
  /// and is about all others. Said only to agents that keep sessions with several schedulers.
  ///
  /// @param batch number passed to [SchedulerLink#report]
  /// @param positions of the reports in the batch, from 0
  default void elsewhere(long batch, List<Integer> positions) {
    // The agent has one scheduler, which keeps what it cannot take.
  }

  /// Names all schedulers that serve agents, the one that says so included. Said when the session opens and whenever they change, to
  /// agents that keep sessions with several schedulers.
  default void schedulers(List<SchedulerAddress> all) {
    // The agent has one scheduler.
  }

  /// Called when the session opens, for the first time or after an interruption: the agent repeats unacknowledged reports, and what
  /// runs.
  void opened();

  /// Called when a session with one more scheduler opens while others are open: the agent tells what runs, which that one may not know.
  default void joined() {
    // The agent has one scheduler.
  }

  /// Called when no scheduler has answered for so long that the agent's work may be assigned to others: the agent stops it
  /// (guarantees R8).
  void cutOff();
}
