package io.tidemill.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Finds out which agents are gone for good, so that what they had starts again elsewhere (guarantees R8).
///
/// A process of an agent is gone when it was last heard so long ago that it must have stopped its work, and this scheduler has
/// listened for as long. Processes that an earlier scheduler knew and that have not come back by then are gone as well. It has
/// no thread and no clock: whoever has a timer steps it. One thread at a time may use it.
public final class AgentWatch {
  /// Silence after which an agent is gone: longer than 30 s, after which it is cut off, and 10 s, in which it stops its work.
  public static final Duration GONE_AFTER = Duration.ofSeconds(45);

  private final Gateway gateway;
  private final LongSupplier clock;
  private final long goneAfter;
  private long listensSince;
  private long lastStep;
  private boolean othersGone;

  /// @param clock monotonic time of this machine in milliseconds, the one the gateway has
  /// @param goneAfter silence after which an agent is gone
  public AgentWatch(Gateway gateway, LongSupplier clock, Duration goneAfter) {
    this.gateway = gateway;
    this.clock = clock;
    this.goneAfter = goneAfter.toMillis();
    listensSince = clock.getAsLong();
    lastStep = listensSince;
  }

  /// A watch with the machine's clock and the default silence.
  public AgentWatch(Gateway gateway) {
    this(gateway, Gateway::monotonicMillis, GONE_AFTER);
  }

  /// A watch with the machine's clock.
  ///
  /// @param goneAfter silence after which an agent is gone
  public AgentWatch(Gateway gateway, Duration goneAfter) {
    this(gateway, Gateway::monotonicMillis, goneAfter);
  }

  /// This scheduler has taken partitions over: agents of their owner before get time to come.
  public void takenOver() {
    listensSince = clock.getAsLong();
    othersGone = false;
  }

  /// No agent of an earlier process can come back: all but those that are connected are gone now.
  public void nobodyElse() {
    othersGone = true;
    gateway.sessions().loseUnknown(true);
  }

  /// Looks who is gone, and whose rest is over. To be called about every second.
  public void step() {
    gateway.sessions().endPauses();
    long now = clock.getAsLong();
    if (now - lastStep > goneAfter / 3) {
      // This process was paused: what agents said meanwhile has not been read.
      listensSince = now;
    }
    lastStep = now;
    if (now - listensSince <= goneAfter) {
      return;
    }
    gateway.sessions().loseSilent(now - goneAfter);
    if (!othersGone) {
      othersGone = true;
      gateway.sessions().loseUnknown(false);
    }
  }
}
