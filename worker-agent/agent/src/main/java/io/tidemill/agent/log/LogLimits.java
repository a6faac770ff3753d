package io.tidemill.agent.log;

import java.time.Duration;

/// How much of an attempt's log is kept and how it is shipped.
///
/// @param bytes most bytes of one attempt's log; beyond them the middle is cut out and the cut is marked
/// @param tailBytes how many of them are kept for the end of a log that is cut; held in memory by such a log only
/// @param chunkBytes bytes at which a chunk is shipped at once
/// @param flush longest time a line waits to be shipped
public record LogLimits(long bytes, int tailBytes, int chunkBytes, Duration flush) {
  /// 50 MiB, 1 MiB, 64 KiB, 1 s.
  public static final LogLimits DEFAULT = new LogLimits(50L << 20, 1 << 20, 64 << 10, Duration.ofSeconds(1));

  public LogLimits {
    if (tailBytes < 0 || bytes < tailBytes || chunkBytes < 1 || !flush.isPositive()) {
      throw new IllegalArgumentException("Expected 0 <= tailBytes <= bytes, chunkBytes >= 1 and flush > 0, but found "
          + tailBytes + ", " + bytes + ", " + chunkBytes + " and " + flush);
    }
  }
}
