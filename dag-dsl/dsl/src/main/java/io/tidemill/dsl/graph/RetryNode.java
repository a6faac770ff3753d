package io.tidemill.dsl.graph;

/// How many attempts a task or shard has, and how long each waits after the one before failed.
///
/// @param attempts most attempts in all, the first included; 1 for no retry. Lost attempts are not counted
/// @param delayMillis wait before the second attempt in milliseconds
/// @param factor each wait is the one before times this factor, 1 for a fixed wait
/// @param maxDelayMillis longest wait in milliseconds, 0 for no cap
/// @param jitter part of each wait that is random, from 0 (none) to 1 (all of it)
public record RetryNode(int attempts, long delayMillis, double factor, long maxDelayMillis, double jitter) {
  /// No retry.
  public static final RetryNode NONE = new RetryNode(1, 0, 1, 0, 0);
}
