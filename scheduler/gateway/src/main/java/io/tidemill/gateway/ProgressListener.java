package io.tidemill.gateway;

import io.tidemill.protocol.AttemptKey;

/// Wants to know how far bodies are, and that they have logged. Called by any thread; must not block.
@FunctionalInterface
public interface ProgressListener {
  /// A body said how far it is.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param total units in all, 0 if not known
  void progressed(AttemptKey key, int shard, long done, long total);

  /// A piece of an attempt's log is stored.
  default void logged(AttemptKey key) {
    // Whoever wants to know only how far bodies are.
  }
}
