package io.tidemill.dsl.graph;

/// Where the shards of a sharded task come from.
public enum ShardSource {
  /// The elements of the result of an upstream task (the SOURCE edge).
  ELEMENTS,
  /// Consecutive parts of a range of numbers.
  RANGE,
  /// Byte ranges of files named by an upstream task (the SOURCE edge) or by the expansion itself.
  FILES,
  /// Hash partitions 0 … n-1.
  HASH,
  /// The shards of another sharded task (the ALIGNED edge).
  ALIGNED
}
