package io.tidemill.simulation;

import io.tidemill.engine.reply.Reply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the journal of a partition said and its state does not keep.
final class JournalFacts {
  /// Epoch of the owner by the facts, 0 before the first.
  long epoch;
  /// Agents by the nonces they were assigned.
  final Map<Long, Long> assigned = new HashMap<>();
  /// Runs by the keys of their triggers.
  final Map<String, Long> keys = new HashMap<>();
  /// Answers to commands, by DAG and id.
  final Map<String, Reply> answers = new HashMap<>();
  /// Runs of which a task was marked.
  final Set<String> marked = new HashSet<>();
  /// How often runs were reopened.
  final Map<String, Integer> reopened = new HashMap<>();
  /// Time of the last fact of each run.
  final Map<String, Long> times = new HashMap<>();
  /// Entries in which attempts failed, by run, then by task, shard and attempt.
  final Map<String, Map<String, Long>> failures = new HashMap<>();
  /// Attempts that succeeded, so that none does twice.
  final Set<String> successes = new HashSet<>();
  /// Slots that backfills ran.
  final Set<String> backfilled = new HashSet<>();
}
