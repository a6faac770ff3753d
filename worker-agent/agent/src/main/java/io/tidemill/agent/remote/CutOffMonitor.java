package io.tidemill.agent.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How long no scheduler has answered, whichever it was: after the time agreed with them the agent is cut off (guarantees R8). One for
/// all links of an agent.
///
/// A scheduler that cannot tell the others whom it hears says so with its answer. That answer alone means nothing, since another one may
/// give the agent's work away; but if all schedulers say so, none of them can. So agents work on while the database is down, and stop if
/// the only scheduler they reach is the one that is cut off from it.
///
/// Safe for use by several threads.
final class CutOffMonitor {
  private final long configured;
  private final Map<HeartbeatMonitor, Answers> links = new HashMap<>();
  private @Nullable Long lastNoted;
  private boolean cut;

  /// What is known of one link.
  private static final class Answers {
    @Nullable Long agreed;
    @Nullable Long last;
  }

  CutOffMonitor(RemoteTimes times) {
    configured = times.cutOff().toNanos();
  }

  /// There is a link more.
  synchronized void begin(HeartbeatMonitor link) {
    links.put(link, new Answers());
  }

  /// Takes over the silence one scheduler counts on; the shortest counts.
  synchronized void agreed(HeartbeatMonitor link, long nanos) {
    Answers answers = links.get(link);
    if (answers != null) {
      answers.agreed = nanos;
    }
  }

  /// A link is closed for good, and what was agreed over it no longer counts. That its scheduler has answered still does.
  synchronized void forget(HeartbeatMonitor link) {
    if (links.size() > 1) {
      links.remove(link);
    }
  }

  /// How long the agent goes on without an answer, in milliseconds.
  synchronized long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos());
  }

  private long nanos() {
    return links.values()
        .stream()
        .map(each -> each.agreed)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .min()
        .orElse(configured);
  }

  /// A scheduler has answered a heartbeat.
  ///
  /// @param sent when the heartbeat was sent
  /// @param unnoted whether the other schedulers do not learn of it
  synchronized void answered(HeartbeatMonitor link, long sent, boolean unnoted) {
    Long before = last();
    Answers answers = links.get(link);
    if (answers != null) {
      answers.last = later(answers.last, sent);
    }
    if (!unnoted) {
      lastNoted = later(lastNoted, sent);
    }
    Long now = last();
    cut = cut && (now == null || before != null && now - before <= 0);
  }

  private static long later(@Nullable Long one, long other) {
    return one == null || other - one > 0 ? other : one;
  }

  /// The last answer that counts, null if there was none.
  private @Nullable Long last() {
    Long all = null;
    for (Answers each : links.values()) {
      if (each.last == null) {
        return lastNoted;
      }
      all = all == null || each.last - all < 0 ? each.last : all;
    }
    return all == null ? lastNoted : lastNoted == null ? all : (Long) later(lastNoted, all);
  }

  /// Whether no heartbeat was answered for so long that the agent is cut off, whether or not that was noticed before.
  synchronized boolean overdue(long now) {
    Long last = last();
    return last != null && now - last >= nanos();
  }

  /// True once each time the agent is cut off.
  synchronized boolean happens(long now) {
    if (cut || !overdue(now)) {
      return false;
    }
    cut = true;
    return true;
  }
}
