package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
  private long now = 5_000;
  private final Backoff backoff = new Backoff(() -> now);

  @Test void an_agent_that_gave_work_back_rests_for_a_second_and_its_end_is_told_once() {
    assertThat(backoff.lasts()).isFalse();
    backoff.gaveBack("full");
    now += 999;
    assertThat(backoff.lasts()).isTrue();
    assertThat(backoff.end()).isFalse();
    now += 1;
    assertThat(backoff.lasts()).isFalse();
    assertThat(backoff.end()).isTrue();
    assertThat(backoff.end()).isFalse();
  }

  @Test void the_rest_grows_to_ten_seconds_while_work_comes_back_each_time() {
    assertThat(rest()).isEqualTo(1_000);
    assertThat(rest()).isEqualTo(2_000);
    assertThat(rest()).isEqualTo(4_000);
    assertThat(rest()).isEqualTo(8_000);
    assertThat(rest()).isEqualTo(10_000);
    assertThat(rest()).isEqualTo(10_000);
    now += Backoff.LONGEST;
    assertThat(rest()).as("it took work for ten seconds").isEqualTo(1_000);
  }

  @Test void what_was_on_its_way_before_the_rest_does_not_lengthen_it() {
    backoff.gaveBack("full");
    now += 900;
    backoff.gaveBack("full");
    now += 100;
    assertThat(backoff.lasts()).isFalse();
  }

  @Test void why_it_rests_is_known_until_it_took_work_for_ten_seconds() {
    assertThat(backoff.why()).isNull();
    backoff.gaveBack("full");
    backoff.gaveBack("read-only");
    assertThat(backoff.why()).isEqualTo("read-only");
    now += Backoff.FIRST + Backoff.LONGEST - 1;
    assertThat(backoff.why()).isEqualTo("read-only");
    now += 1;
    assertThat(backoff.why()).isNull();
  }

  private long rest() {
    backoff.gaveBack("full");
    long before = now;
    while (backoff.lasts()) {
      now += 100;
    }
    return now - before;
  }
}
