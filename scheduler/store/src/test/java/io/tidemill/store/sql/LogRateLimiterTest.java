package io.tidemill.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogRateLimiterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private final LogRateLimiter pace = new LogRateLimiter();

  @Test void a_little_after_a_rest_waits_for_nothing() {
    long now = Long.MAX_VALUE - SECOND; // the clock may run over
    assertThat(pace.take(LogRateLimiter.BYTES_AT_ONCE, now)).isZero();
    assertThat(pace.take(LogRateLimiter.BYTES_AT_ONCE, now + SECOND)).isZero();
    assertThat(pace.take(LogRateLimiter.BYTES_AT_ONCE, now + 60 * SECOND)).isZero();
  }

  @Test void a_flood_goes_at_the_pace_and_no_faster() {
    long now = 17;
    long bytes = 0;
    while (now < 10 * SECOND) {
      now += pace.take(64 * 1024, now);
      bytes += 64 * 1024;
    }
    assertThat(bytes).isBetween(10 * LogRateLimiter.BYTES_A_SECOND,
        10 * LogRateLimiter.BYTES_A_SECOND + 2 * LogRateLimiter.BYTES_AT_ONCE);
  }
}
