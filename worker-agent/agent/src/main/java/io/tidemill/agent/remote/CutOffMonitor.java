package io.tidemill.agent.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long no scheduler has answered, whichever it was: after the time agreed with them the agent is cut off (guarantees R8). One for
/// all links of an agent. Safe for use by several threads.
final class CutOffMonitor {
  private final long configured;
  /// What was agreed over each link; the shortest counts.
  private final Map<HeartbeatMonitor, Long> agreed = new HashMap<>();
  private long lastAnswered;
  private boolean began;
  private boolean cut;

  CutOffMonitor(RemoteTimes times) {
    configured = times.cutOff().toNanos();
  }

  /// Takes over the silence one scheduler counts on.
  synchronized void agreed(HeartbeatMonitor link, long nanos) {
    agreed.put(link, nanos);
  }

  /// A link is closed for good, and what was agreed over it no longer counts. That its scheduler has answered still does.
  synchronized void forget(HeartbeatMonitor link) {
    if (agreed.size() > 1) {
      agreed.remove(link);
    }
  }

  /// How long the agent goes on without an answer, in milliseconds.
  synchronized long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos());
  }

  private long nanos() {
    return agreed.values().stream().mapToLong(Long::longValue).min().orElse(configured);
  }

  /// A scheduler has answered a heartbeat.
  ///
  /// @param sent when the heartbeat was sent
  synchronized void answered(long sent) {
    if (!began || sent - lastAnswered > 0) {
      lastAnswered = sent;
    }
    began = true;
    cut = cut && sent - lastAnswered < 0;
  }

  /// Whether no heartbeat was answered for so long that the agent is cut off, whether or not that was noticed before.
  synchronized boolean overdue(long now) {
    return began && now - lastAnswered >= nanos();
  }

  /// True once each time the agent is cut off.
  synchronized boolean happens(long now) {
    if (!began || cut || now - lastAnswered < nanos()) {
      return false;
    }
    cut = true;
    return true;
  }
}
