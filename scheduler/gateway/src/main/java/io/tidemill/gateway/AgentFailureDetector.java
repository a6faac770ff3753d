package io.tidemill.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Detects lost agents, so that their work starts again elsewhere (guarantees R8).
///
/// An agent process is lost when it has been silent for so long that it must have stopped its work, and this scheduler has listened
/// for as long. Processes that an earlier scheduler knew and that have not returned by then are lost as well. It has no thread and
/// no clock: a timer steps it. One thread at a time may use it.
public final class AgentFailureDetector {
  /// Silence after which an agent is lost: longer than 30 s, after which it is cut off, and 10 s, in which it stops its work.
  public static final Duration LOST_AFTER = Duration.ofSeconds(45);

  private final Gateway gateway;
  private final LongSupplier clock;
  private final long lostAfter;
  private long listensSince;
  private long lastStep;
  private boolean unknownLost;

  /// @param clock monotonic time of this machine in milliseconds, the one the gateway has
  /// @param lostAfter silence after which an agent is lost
  public AgentFailureDetector(Gateway gateway, LongSupplier clock, Duration lostAfter) {
    this.gateway = gateway;
    this.clock = clock;
    this.lostAfter = lostAfter.toMillis();
    listensSince = clock.getAsLong();
    lastStep = listensSince;
  }

  /// A watch with the machine's clock and the default silence.
  public AgentFailureDetector(Gateway gateway) {
    this(gateway, Gateway::monotonicMillis, LOST_AFTER);
  }

  /// A watch with the machine's clock.
  ///
  /// @param lostAfter silence after which an agent is lost
  public AgentFailureDetector(Gateway gateway, Duration lostAfter) {
    this(gateway, Gateway::monotonicMillis, lostAfter);
  }

  /// Notes that this scheduler has acquired partitions: agents of the previous owner get time to connect.
  public void takenOver() {
    listensSince = clock.getAsLong();
    unknownLost = false;
  }

  /// Declares all agents lost that are not connected, because none of an earlier scheduler process can return.
  public void nobodyElse() {
    unknownLost = true;
    gateway.sessions().loseUnknown(true);
  }

  /// Detects lost agents and ends backoffs. Called about every second.
  public void step() {
    gateway.sessions().endPauses();
    gateway.sessions().saveIncarnations();
    gateway.sessions().followOwners();
    long now = clock.getAsLong();
    if (now - lastStep > lostAfter / 3) {
      // This process was paused: messages of agents may not have been read yet.
      listensSince = now;
    }
    lastStep = now;
    if (now - listensSince <= lostAfter) {
      return;
    }
    gateway.sessions().loseSilent(now - lostAfter);
    if (!unknownLost) {
      unknownLost = true;
      gateway.sessions().loseUnknown(false);
    }
  }
}
