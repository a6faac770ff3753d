package io.tidemill.simulation;

/// What must hold in every world, at every step.
public enum Invariant {
  /// Every accepted run is in the journal when its client is told, and stays there.
  ACCEPTED_IS_DURABLE,
  /// A report is acknowledged only when the journal has moved past the attempt it is of; the same for cancels and reruns.
  ACKNOWLEDGED_IS_APPLIED,
  /// Nothing is sent to an agent before its assignment is in the journal.
  ASSIGNED_BEFORE_SENT,
  /// A body runs at most once for each attempt number and nonce.
  ONE_EXECUTION,
  /// Two attempts of one task or shard never run at the same time.
  NO_OVERLAP,
  /// Nothing runs on an agent that lacks a label, does not serve the queue, or drains.
  RIGHT_AGENT,
  /// Only the current attempt of a task or shard that is under way ends it, and with what that attempt reported.
  RESULT_OF_CURRENT_ATTEMPT,
  /// What is terminal stays as it is until somebody reruns it.
  TERMINAL_IS_FINAL,
  /// A task becomes ready only when its upstreams allow it, a shard only when the shard before it succeeded.
  UPSTREAMS_ALLOW,
  /// No more shards of a task are under way than its limit says.
  CONCURRENCY,
  /// Nothing but clean-up starts after a cancel or a deadline.
  NOTHING_NEW_AFTER_CANCEL,
  /// A shard key has one place in a run, and only shards that succeeded keep their results.
  KEYS_KEEP_THEIR_PLACE,
  /// Clean-up whose upstreams allow it runs after a cancel or a deadline, until it is stopped too.
  CLEAN_UP_RUNS,
  /// A command has one effect and one answer, however often it is sent, and is answered once both are in the journal.
  ONE_ANSWER_A_COMMAND,
  /// A trigger key names one run.
  ONE_RUN_A_KEY,
  /// Each slot of a schedule is decided once, in order, and none is left out.
  EACH_SLOT_ONCE,
  /// No slot gets a run while its DAG is paused or in maintenance.
  NO_SLOT_IN_A_PAUSE,
  /// Each message between DAGs is taken once, in the order of its sender.
  EACH_MESSAGE_ONCE,
  /// Each event of an asset reaches each DAG that runs on it once, and starts one run at most.
  EACH_EVENT_ONCE,
  /// A slot is late once for each thing that is expected of it, and only where that had not happened.
  LATE_ONCE,
  /// A backfill runs each of its slots once, and none that somebody else runs or ran, unless that is asked for.
  BACKFILL_SLOT_ONCE,
  /// A backfill has ended when all its runs have, and creates none while it is paused, cancelled or at its limit.
  BACKFILL_SETTLES,
  /// A value number names one value, and it is stored when a fact names it.
  ONE_VALUE_A_NUMBER,
  /// Entries are numbered without a gap, epochs only rise, time within a run never goes back.
  JOURNAL_ORDER,
  /// The journal folded from its start is the owner's state.
  REPLAY_IS_LIVE,
  /// Snapshots and the entries after them give the state that the whole journal gives.
  RECOVERY_IS_LIVE,
  /// Tables hold what the journal says up to the entry they claim to hold, and never more than the journal.
  TABLES_ARE_JOURNAL,
  /// Deciding never throws.
  DECIDING_WORKS,
  /// The same seed gives the same world.
  DETERMINISM,
  /// Once everything is healed, every run ends, every request is answered, every report is acknowledged, the tables catch up.
  LIVENESS
}
