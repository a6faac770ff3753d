package io.tidemill.store.sql;

/// How fast logs may be stored: so many bytes a second, and some at once after a rest. Not safe for use by several threads.
///
/// Logs share a disk and a processor with the journal; a body that prints without end must not be what these are busy with.
final class LogRateLimiter {
  /// Text that is stored in a second, in bytes, over a while: 8 MiB.
  static final long BYTES_A_SECOND = 8L << 20;
  /// Text that is stored without a wait after a rest, in bytes: 1 MiB.
  static final long BYTES_AT_ONCE = 1L << 20;
  private static final double NANOS_A_BYTE = 1e9 / BYTES_A_SECOND;
  private static final long NANOS_AT_ONCE = (long) (BYTES_AT_ONCE * NANOS_A_BYTE);

  /// When all that was taken would have been stored at that pace.
  private long paidAt;
  private boolean begun;

  /// Takes room for some bytes.
  ///
  /// @param now of a clock in nanoseconds
  /// @return how long to wait before storing them, in nanoseconds; 0: not at all
  long take(long bytes, long now) {
    if (!begun || paidAt - now < -NANOS_AT_ONCE) {
      paidAt = now - NANOS_AT_ONCE;
      begun = true;
    }
    paidAt += (long) (bytes * NANOS_A_BYTE);
    return Math.max(0, paidAt - now);
  }
}
