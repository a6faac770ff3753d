package io.tidemill.gateway;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The rest of an agent that gave work back: it would most likely do so again at once, as with a full disk.
///
/// The first lasts 1 s, one that follows soon lasts twice as long as the one before, up to 10 s; after 10 s without another it
/// begins with 1 s again. Safe for use by several threads.
final class Pause {
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
  Pause(LongSupplier clock) {
    this.clock = clock;
  }

  /// The agent gave something back unasked. What it gives back within a pause was on its way before, and lengthens nothing.
  ///
  /// @param reason why, as the agent says it
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

  /// Whether the agent is to get nothing.
  boolean lasts() {
    return open && clock.getAsLong() < until;
  }

  /// Why it gave back what it gave back last, null if that is longer ago than what the next pause takes into account.
  synchronized @Nullable String why() {
    return length > 0 && clock.getAsLong() - until < LONGEST ? why : null;
  }

  /// True once after each, when it is over.
  synchronized boolean end() {
    boolean ends = open && clock.getAsLong() >= until;
    open &= !ends;
    return ends;
  }
}
