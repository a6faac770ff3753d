package io.tidemill.agent.log;

import java.time.Duration;

/// How long an agent that closes waits for logs: as long as they are shipped, since a store takes them at a pace of its own, until
/// nothing was shipped for a while, and for some times that at most. Not safe for use by several threads.
final class ShippingPatience {
  /// So many times the longest wait for one chunk is the longest wait for all.
  static final int MOST = 6;

  private final long quiet;
  private final long end;
  private long shipped;
  private long since;

  /// @param quiet how long it waits for the next chunk
  /// @param shipped number of chunks shipped so far
  /// @param now of a clock in nanoseconds
  ShippingPatience(Duration quiet, long shipped, long now) {
    this.quiet = quiet.toNanos();
    this.end = now + MOST * this.quiet;
    this.shipped = shipped;
    this.since = now;
  }

  /// How long to wait from now on, in nanoseconds; not positive: no longer.
  long rest(long nowShipped, long now) {
    if (nowShipped != shipped) {
      shipped = nowShipped;
      since = now;
    }
    return Math.min(since + quiet, end) - now;
  }
}
