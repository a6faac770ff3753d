package io.tidemill.daemon.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a request that may be sent again waits between two tries, and when it is given up: whoever waits is told within about ten
/// seconds. So a try is made only if it ends in that time when it takes as long as the last one, which waited for a database, say.
final class ResendPause {
  /// As long in all as a server needs to start anew.
  private static final List<Duration> PAUSES = List.of(Duration.ofMillis(100), Duration.ofMillis(500),
      Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ResendPause() {}

  /// The pause before the next try, null if there is none.
  ///
  /// @param tries how often the request was sent, at least once
  /// @param waited since the first try began
  /// @param last how long the last try took
  static @Nullable Duration after(int tries, Duration waited, Duration last) {
    if (tries > PAUSES.size()) {
      return null;
    }
    Duration pause = PAUSES.get(tries - 1);
    return waited.plus(pause).plus(last).compareTo(PATIENCE) > 0 ? null : pause;
  }
}
