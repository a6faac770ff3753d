package io.tidemill.dsl.graph;

/// What a task takes from the task an edge comes from.
public enum EdgeKind {
  /// The result is an input of the body. From a sharded task: the results of all its shards.
  DATA,
  /// Only the order counts.
  ORDER,
  /// State and, if there is one, result are an input of the body.
  OUTCOME,
  /// Shard i takes the result of shard i of the sharded task the edge comes from.
  ALIGNED,
  /// The collection whose elements become the shards; taken by the expansion, not by the shards.
  SOURCE,
  /// The run has its parameters: what they are made of its slot, or given. Whatever waits for nothing else waits for that.
  PARAMS
}
