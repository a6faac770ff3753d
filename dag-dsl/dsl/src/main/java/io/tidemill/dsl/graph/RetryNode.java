package io.tidemill.dsl.graph;

/// How often and how soon a failed attempt is followed by another.
///
/// @param retries number of further attempts after the first, 0 for none
/// @param delayMillis wait before the first retry in milliseconds
/// @param factor each wait is the one before times this factor, 1 for a fixed wait
/// @param maxDelayMillis longest wait in milliseconds, 0 for no cap
/// @param jitter part of each wait that is random, from 0 (none) to 1 (all of it)
public record RetryNode(int retries, long delayMillis, double factor, long maxDelayMillis, double jitter) {
  /// No retry.
  public static final RetryNode NONE = new RetryNode(0, 0, 1, 0, 0);
}
