package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseTest {
  private long now = 5_000;
  private final Pause pause = new Pause(() -> now);

  @Test void an_agent_that_gave_work_back_rests_for_a_second_and_its_end_is_told_once() {
    assertThat(pause.lasts()).isFalse();
    pause.gaveBack("full");
    now += 999;
    assertThat(pause.lasts()).isTrue();
    assertThat(pause.end()).isFalse();
    now += 1;
    assertThat(pause.lasts()).isFalse();
    assertThat(pause.end()).isTrue();
    assertThat(pause.end()).isFalse();
  }

  @Test void the_rest_grows_to_ten_seconds_while_work_comes_back_each_time() {
    assertThat(rest()).isEqualTo(1_000);
    assertThat(rest()).isEqualTo(2_000);
    assertThat(rest()).isEqualTo(4_000);
    assertThat(rest()).isEqualTo(8_000);
    assertThat(rest()).isEqualTo(10_000);
    assertThat(rest()).isEqualTo(10_000);
    now += Pause.LONGEST;
    assertThat(rest()).as("it took work for ten seconds").isEqualTo(1_000);
  }

  @Test void what_was_on_its_way_before_the_rest_does_not_lengthen_it() {
    pause.gaveBack("full");
    now += 900;
    pause.gaveBack("full");
    now += 100;
    assertThat(pause.lasts()).isFalse();
  }

  @Test void why_it_rests_is_known_until_it_took_work_for_ten_seconds() {
    assertThat(pause.why()).isNull();
    pause.gaveBack("full");
    pause.gaveBack("read-only");
    assertThat(pause.why()).isEqualTo("read-only");
    now += Pause.FIRST + Pause.LONGEST - 1;
    assertThat(pause.why()).isEqualTo("read-only");
    now += 1;
    assertThat(pause.why()).isNull();
  }

  private long rest() {
    pause.gaveBack("full");
    long before = now;
    while (pause.lasts()) {
      now += 100;
    }
    return now - before;
  }
}
