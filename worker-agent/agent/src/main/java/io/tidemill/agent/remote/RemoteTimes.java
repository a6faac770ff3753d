package io.tidemill.agent.remote;

import java.time.Duration;

/// Times of a session with a scheduler on another machine.
///
/// @param heartbeat how often the agent says that it is there. Default 5 s
/// @param cutOff how long after the sending of the last heartbeat that was answered the agent is cut off. Default 30 s; not more
///     than schedulers wait before they give its work to others, 45 s, less what stopping takes
/// @param firstBackoff wait before the first attempt to connect again. Default 200 ms
/// @param maxBackoff longest wait between two attempts to connect; each is twice as long as the one before, less up to a half by
///     chance. Default 5 s
public record RemoteTimes(Duration heartbeat, Duration cutOff, Duration firstBackoff, Duration maxBackoff) {
  /// The defaults.
  public static final RemoteTimes DEFAULT = new RemoteTimes(Duration.ofSeconds(5), Duration.ofSeconds(30),
      Duration.ofMillis(200), Duration.ofSeconds(5));

  public RemoteTimes {
    if (!heartbeat.isPositive() || cutOff.compareTo(heartbeat) <= 0 || !firstBackoff.isPositive()
        || maxBackoff.compareTo(firstBackoff) < 0) {
      throw new IllegalArgumentException(
          "Expected 0 < heartbeat < cutOff and 0 < firstBackoff <= maxBackoff, but found "
              + heartbeat + ", " + cutOff + ", " + firstBackoff + " and " + maxBackoff);
    }
  }
}
