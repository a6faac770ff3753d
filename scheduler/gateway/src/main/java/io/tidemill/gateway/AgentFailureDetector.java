package io.tidemill.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Detects lost agents, so that their work starts again elsewhere (guarantees R8).
///
/// An agent process is lost when it has been silent for so long that it must have stopped its work, and this scheduler has listened
/// for as long. Processes that an earlier scheduler knew and that have not returned by then are lost as well.
///
/// Where several schedulers share a database, or may, each declares lost what agents have of its own partitions, if no other is in touch with the agent either; it
/// begins to listen anew with every partition it acquires. It has no thread and no clock: a timer steps it, and it may wait for the store.
/// One thread at a time may use it.
public final class AgentFailureDetector {
  /// Silence after which an agent is lost: longer than 30 s, after which it is cut off, and 10 s, in which it stops its work.
  public static final Duration LOST_AFTER = Duration.ofSeconds(45);

  /// Time between two looks at what other schedulers hear, in milliseconds.
  private static final long LOOK_MILLIS = 5_000;

  private final Gateway gateway;
  private final LongSupplier clock;
  private final long lostAfter;
  private long listensSince;
  private long lastStep;
  private boolean unknownLost;
  private long lastLook;

  /// @param clock monotonic time of this machine in milliseconds, the one the gateway has
  /// @param lostAfter silence after which an agent is lost
  public AgentFailureDetector(Gateway gateway, LongSupplier clock, Duration lostAfter) {
    this.gateway = gateway;
    this.clock = clock;
    this.lostAfter = lostAfter.toMillis();
    listensSince = clock.getAsLong();
    lastStep = listensSince;
    lastLook = listensSince;
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
    gateway.sessions().noteHeard();
    boolean shared = gateway.sessions().isShared();
    long now = clock.getAsLong();
    if (now - lastStep > lostAfter / 3) {
      // This process was paused: messages of agents may not have been read yet.
      listensSince = now;
    }
    lastStep = now;
    if (shared) {
      listensSince = Math.max(listensSince, gateway.sessions().acquiredAt());
    }
    if (now - listensSince <= lostAfter) {
      return;
    }
    if (shared) {
      stepOfShared(now);
      return;
    }
    gateway.sessions().loseSilent(now - lostAfter, _ -> false);
    if (!unknownLost) {
      unknownLost = true;
      gateway.sessions().loseUnknown(false);
    }
  }

  private void stepOfShared(long now) {
    if (now - lastLook < LOOK_MILLIS) {
      return;
    }
    lastLook = now;
    Map<Long, Long> others = gateway.sessions().heardByOthers();
    if (others == null) {
      return;
    }
    long before = now - lostAfter - HeardNotes.MARGIN.toMillis();
    Predicate<Long> elsewhere = incarnation -> others.getOrDefault(incarnation, before - 1) >= before;
    gateway.sessions().loseSilent(now - lostAfter, elsewhere);
    gateway.sessions().loseUnknown(elsewhere);
  }
}
