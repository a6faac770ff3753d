package io.tidemill.agent.remote;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Heartbeats of one link: when the next is due, and how long ago the last one was sent that was answered. Safe for use by several
/// threads.
final class HeartbeatMonitor {
  private static final int MOST_OPEN = 64;

  /// Heartbeats that may go unanswered before the agent is cut off.
  private static final int BEATS = 6;

  private final CutOffMonitor cutOffMonitor;
  private long heartbeat;
  private long cutOff;
  private final ArrayDeque<Beat> open = new ArrayDeque<>();
  private long lastNumber;
  private long lastSent;
  private long lastAnswered;
  private boolean began;

  /// A heartbeat that was not answered.
  private record Beat(long number, long sent) {}

  /// @param cutOffMonitor told of every answer
  HeartbeatMonitor(RemoteTimes times, CutOffMonitor cutOffMonitor) {
    this.cutOffMonitor = cutOffMonitor;
    heartbeat = times.heartbeat().toNanos();
    cutOff = times.cutOff().toNanos();
    cutOffMonitor.begin(this);
  }

  /// A session begins: what was not answered in the last one will not be.
  ///
  /// @return number of the hello, which counts as a heartbeat
  synchronized long begin(long now) {
    open.clear();
    return send(now);
  }

  /// Takes over the silence the scheduler counts on, which it must not be longer than.
  ///
  /// @param cutOffMillis in milliseconds, 0: what the agent was made with
  synchronized void agreed(long cutOffMillis) {
    if (cutOffMillis > 0) {
      cutOff = TimeUnit.MILLISECONDS.toNanos(cutOffMillis);
      heartbeat = Math.min(heartbeat, cutOff / BEATS);
      cutOffMonitor.agreed(this, cutOff);
    }
  }

  /// Notes that a heartbeat goes out.
  ///
  /// @return its number
  synchronized long send(long now) {
    lastSent = now;
    if (open.size() == MOST_OPEN) {
      open.removeLast();
    }
    open.addLast(new Beat(++lastNumber, now));
    return lastNumber;
  }

  /// Notes that a heartbeat was answered.
  ///
  /// @param unnoted whether the other schedulers do not learn of it
  synchronized void answered(long number, boolean unnoted) {
    while (!open.isEmpty() && open.peekFirst().number() <= number) {
      Beat beat = open.removeFirst();
      if (beat.number() == number) {
        lastAnswered = beat.sent();
        began = true;
        cutOffMonitor.answered(this, lastAnswered, unnoted);
      }
    }
  }

  /// Whether a heartbeat should go out.
  synchronized boolean due(long now) {
    return now - lastSent >= heartbeat;
  }

  /// Whether the scheduler is silent although there seems to be a connection.
  synchronized boolean silent(long now) {
    return began && now - lastAnswered > Math.max(2 * heartbeat, cutOff / 2);
  }

  /// The link is closed for good.
  void close() {
    cutOffMonitor.forget(this);
  }
}
