package io.tidemill.protocol;

import java.io.IOException;

/// Calls of a running attempt to its scheduler. All methods may be called by any thread.
public interface AttemptLink {
  /// Reads a stored value. Blocks.
  ///
  /// @param id [WireValue#id]
  /// @throws MissingException if there is none
  /// @throws IOException if it cannot be read now
  byte[] value(long id) throws IOException;

  /// Ships a chunk of an attempt's log. Blocks while the scheduler cannot take more.
  void log(LogChunk chunk);

  /// Reports the progress of a body. The latest wins; may be dropped.
  void progress(AttemptKey key, int shard, long done, long total);
}
