package io.tidemill.gateway;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What several schedulers tell each other, through the store, of the agents they hear. So none of them declares an agent lost that
/// another is in touch with (guarantees R8).
///
/// Each notes every 10 s when it heard which process. One that has not been able to for 15 s tells agents so with its answers to their
/// heartbeats, which then keep nobody from being cut off. An agent that was cut off by then has stopped its work before 65 s have passed
/// since it was noted last: before that no other scheduler declares it lost.
///
/// Where there is one scheduler nothing is noted. [#note] and [#others] are called by one thread at a time and block.
final class HeardNotes {
  /// How much longer than its own silence a scheduler waits for what another one has noted.
  static final Duration MARGIN = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(HeardNotes.class);
  private static final long EVERY_MILLIS = 10_000;
  private static final long UNNOTED_MILLIS = 15_000;

  private final LongSupplier clock;
  private SchedulerDirectory directory = SchedulerDirectory.ALONE;
  private @Nullable AgentStore store;
  /// When the last note began that was stored.
  private volatile long noted;
  private boolean began;

  /// @param clock monotonic time of this machine, in milliseconds
  HeardNotes(LongSupplier clock) {
    this.clock = clock;
    noted = clock.getAsLong();
  }

  /// Sets where notes are kept, and who they are for.
  void keepIn(AgentStore agents, SchedulerDirectory schedulers) {
    store = agents;
    directory = schedulers;
  }

  /// Whether the other schedulers learn whom this one hears; true too where there are none.
  boolean isNoting() {
    return !directory.several() || clock.getAsLong() - noted <= UNNOTED_MILLIS;
  }

  /// Notes when processes were heard, if it is time.
  ///
  /// @param heardAt by the clock of this machine
  void note(Map<Long, Long> heardAt) {
    long now = clock.getAsLong();
    if (!directory.several() || began && now - noted < EVERY_MILLIS) {
      return;
    }
    Map<Long, Long> ago = new HashMap<>();
    heardAt.forEach((process, at) -> ago.put(process, Math.max(0, now - at)));
    try {
      Objects.requireNonNull(store).heardProcesses(directory.self(), ago);
      noted = now;
      began = true;
    } catch (StoreException e) {
      LOG.debug("Who hears which agent is noted later", e);
    }
  }

  /// When other schedulers heard processes at the latest, by the clock of this machine; null where the store does not answer.
  @Nullable Map<Long, Long> others() {
    try {
      Map<Long, Long> ago = Objects.requireNonNull(store).heardByOthers(directory.self());
      // Read behind the answer, so that the way here makes nobody older than he is.
      long now = clock.getAsLong();
      Map<Long, Long> heardAt = new HashMap<>();
      ago.forEach((process, millis) -> heardAt.put(process, now - millis));
      return heardAt;
    } catch (StoreException e) {
      LOG.debug("Who hears which agent is asked later", e);
      return null;
    }
  }
}
