package io.tidemill.api.service;

import java.util.List;

/// Tells what agents have at the moment. Safe for use by several threads; does not block.
public interface AgentWork {
  /// What the processes of an agent have, in no order; nothing where the agent is not known.
  List<Item> of(String agent);

  /// An assignment that an agent has.
  ///
  /// @param dag number of the DAG
  /// @param task index of the task
  /// @param attempts how many attempts of the task it is: shards are assigned several at a time
  /// @param started whether one of them has started
  record Item(int dag, long run, int task, int attempt, int attempts, boolean started) {}
}
