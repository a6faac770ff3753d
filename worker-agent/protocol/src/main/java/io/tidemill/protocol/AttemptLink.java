package io.tidemill.protocol;

import java.io.IOException;

/// A scheduler as an attempt that runs sees it. All methods may be called by any thread.
public interface AttemptLink {
  /// Reads a stored value. Blocks.
  ///
  /// @param id [WireValue#id]
  /// @throws MissingException if there is none
  /// @throws IOException if it cannot be read now
  byte[] value(long id) throws IOException;

  /// Ships a piece of an attempt's log. Blocks while the scheduler cannot take more.
  void log(LogChunk chunk);

  /// Says how far a body is. Latest wins; may be dropped.
  void progress(AttemptKey key, int shard, long done, long total);
}
