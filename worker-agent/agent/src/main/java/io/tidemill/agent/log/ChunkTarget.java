package io.tidemill.agent.log;

/// Where the chunks of one attempt's log go.
public interface ChunkTarget {
  /// Takes the next chunk. May block; called by the shipping thread only.
  ///
  /// @param sequence from 0, gapless
  /// @param text UTF-8
  void ship(long sequence, byte[] text);
}
