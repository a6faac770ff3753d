package io.tidemill.daemon.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResendPauseTest {
  @Test void a_server_that_refuses_connections_is_asked_for_as_long_as_it_needs_to_start() {
    assertThat(asked(Duration.ofMillis(1))).hasSize(6)
        .last()
        .satisfies(
            end -> assertThat(end).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8)));
  }

  @Test void a_database_that_is_away_is_told_within_ten_seconds_however_long_each_answer_takes() {
    for (int seconds = 1; seconds <= 10; seconds++) {
      assertThat(asked(Duration.ofSeconds(seconds))).last()
          .satisfies(
              end -> assertThat(end).isLessThanOrEqualTo(Duration.ofSeconds(10)));
    }
  }

  @Test void a_first_try_that_took_long_is_the_only_one() {
    assertThat(asked(Duration.ofSeconds(6))).containsExactly(Duration.ofSeconds(6));
  }

  /// When each try ended, if all take equally long.
  private static List<Duration> asked(Duration takes) {
    List<Duration> ends = new ArrayList<>();
    Duration now = takes;
    ends.add(now);
    for (Duration pause = ResendPause.after(1, now, takes); pause != null; pause = ResendPause.after(ends.size(), now,
        takes)) {
      now = now.plus(pause).plus(takes);
      ends.add(now);
    }
    return ends;
  }
}
