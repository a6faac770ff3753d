package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.AttemptKey;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private final Bindings bindings = new Bindings();

  BindingsTest() {
    bindings.resize(0, 4);
  }

  private static AttemptKey key(long nonce) {
    return new AttemptKey(1, 1, 0, 1, nonce);
  }

  @Test void slots_that_were_taken_and_bound_come_back_once() {
    assertThat(bindings.take(3)).isEqualTo(3);
    bindings.bind(key(7), 3, true);
    assertThat(bindings.busy()).isEqualTo(3);
    assertThat(bindings.end(7, 1)).isEqualTo(1);
    assertThat(bindings.end(7, Bindings.ALL)).isEqualTo(2);
    assertThat(bindings.end(7, Bindings.ALL)).isZero();
    assertThat(bindings.take(9)).isEqualTo(4);
  }

  @Test void what_is_sent_again_takes_slots_only_where_it_was_not_known() {
    bindings.bind(key(7), 3, false);
    bindings.bind(key(7), 3, false);
    assertThat(bindings.take(9)).isEqualTo(1);
    bindings.bind(key(7), 1, true);
    assertThat(bindings.take(9)).isEqualTo(1);
  }

  @Test void an_agent_that_has_more_than_it_can_take_gets_nothing_until_enough_has_ended() {
    bindings.bind(key(7), 6, false);
    assertThat(bindings.take(1)).isZero();
    bindings.end(7, 3);
    assertThat(bindings.take(9)).isEqualTo(1);
  }

  @Test void what_was_taken_and_is_not_sent_is_given_back() {
    assertThat(bindings.take(4)).isEqualTo(4);
    bindings.giveBack(4);
    assertThat(bindings.take(4)).isEqualTo(4);
  }
}
