package io.tidemill.gateway;

import io.tidemill.protocol.AttemptKey;

/// Listener for the progress and logs of bodies. Called by any thread; must not block.
@FunctionalInterface
public interface ProgressListener {
  /// A body reported progress.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param total units in total, 0 if unknown
  void progressed(AttemptKey key, int shard, long done, long total);

  /// A chunk of an attempt's log is stored.
  default void logged(AttemptKey key) {
    // Logs are ignored by default.
  }
}
