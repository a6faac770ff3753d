package io.tidemill.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShippingPatienceTest {
  private static final long SECOND = 1_000_000_000L;

  private final ShippingPatience patience = new ShippingPatience(Duration.ofSeconds(10), 5, 0);

  @Test void a_log_of_which_nothing_is_shipped_is_waited_for_once() {
    assertThat(patience.rest(5, 4 * SECOND)).isEqualTo(6 * SECOND);
    assertThat(patience.rest(5, 10 * SECOND)).isNotPositive();
  }

  @Test void a_large_log_is_waited_for_as_long_as_it_is_shipped() {
    assertThat(patience.rest(6, 9 * SECOND)).isEqualTo(10 * SECOND);
    assertThat(patience.rest(7, 18 * SECOND)).isEqualTo(10 * SECOND);
    assertThat(patience.rest(7, 27 * SECOND)).isEqualTo(SECOND);
  }

  @Test void a_log_that_is_shipped_without_end_is_given_up() {
    for (long second = 1; second < 60; second++) {
      assertThat(patience.rest(5 + second, second * SECOND)).as("after %s s", second).isPositive();
    }
    assertThat(patience.rest(100, 60 * SECOND)).isNotPositive();
  }
}
