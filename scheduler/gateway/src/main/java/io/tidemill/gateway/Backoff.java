package io.tidemill.gateway;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Backoff of an agent that returned work: it would most likely do so again at once, for example with a full disk.
///
/// It starts at 1 s and doubles up to 10 s; after 10 s without returned work it starts at 1 s again. Safe for use by several
/// threads.
final class Backoff {
  /// Length of the first, in milliseconds.
  static final long FIRST = 1_000;
  /// Length of the longest, in milliseconds.
  static final long LONGEST = 10_000;

  private final LongSupplier clock;
  private volatile boolean open;
  private volatile long until;
  private volatile @Nullable String why;
  private long length;

  /// @param clock the gateway's, in milliseconds
  Backoff(LongSupplier clock) {
    this.clock = clock;
  }

  /// Starts or extends the backoff because the agent returned work unasked. Work returned during the backoff was sent before it, and
  /// does not extend it.
  ///
  /// @param reason the agent's reason
  synchronized void gaveBack(String reason) {
    long now = clock.getAsLong();
    why = reason;
    if (open && now < until) {
      return;
    }
    length = length > 0 && now - until < LONGEST ? Math.min(LONGEST, 2 * length) : FIRST;
    until = now + length;
    open = true;
  }

  /// Whether the agent gets no work now.
  boolean lasts() {
    return open && clock.getAsLong() < until;
  }

  /// Why it last returned work, null if that no longer affects the backoff.
  synchronized @Nullable String why() {
    return length > 0 && clock.getAsLong() - until < LONGEST ? why : null;
  }

  /// Ends the backoff if its time has passed; true once for each.
  synchronized boolean end() {
    boolean ends = open && clock.getAsLong() >= until;
    open &= !ends;
    return ends;
  }
}
