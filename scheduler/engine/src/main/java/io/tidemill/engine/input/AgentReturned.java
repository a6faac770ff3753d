package io.tidemill.engine.input;

import java.util.Set;

/// An agent has come back: what it was given and does not know is sent again, and what it has and was not given is stopped.
///
/// @param agent its incarnation
/// @param held what it has of the partition
public record AgentReturned(long agent, Set<InventoryItem> held) implements PartitionInput {
  /// An attempt, or an assignment of shards.
  ///
  /// @param attempt number of the attempt, 0 for an assignment of shards
  public record InventoryItem(int dag, long run, int task, int attempt, long nonce) {}
}
