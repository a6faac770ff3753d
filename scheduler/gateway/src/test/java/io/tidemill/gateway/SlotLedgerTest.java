package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.AttemptKey;
import org.junit.jupiter.api.Test;

class SlotLedgerTest {
  private final SlotLedger slotLedger = new SlotLedger();

  SlotLedgerTest() {
    slotLedger.resize(0, 4);
  }

  private static AttemptKey key(long nonce) {
    return new AttemptKey(1, 1, 0, 1, nonce);
  }

  @Test void slots_that_were_taken_and_bound_come_back_once() {
    assertThat(slotLedger.take(3)).isEqualTo(3);
    slotLedger.bind(key(7), 3, true);
    assertThat(slotLedger.busy()).isEqualTo(3);
    assertThat(slotLedger.end(7, 1)).isEqualTo(1);
    assertThat(slotLedger.end(7, SlotLedger.ALL)).isEqualTo(2);
    assertThat(slotLedger.end(7, SlotLedger.ALL)).isZero();
    assertThat(slotLedger.take(9)).isEqualTo(4);
  }

  @Test void what_is_sent_again_takes_slots_only_where_it_was_not_known() {
    slotLedger.bind(key(7), 3, false);
    slotLedger.bind(key(7), 3, false);
    assertThat(slotLedger.take(9)).isEqualTo(1);
    slotLedger.bind(key(7), 1, true);
    assertThat(slotLedger.take(9)).isEqualTo(1);
  }

  @Test void an_agent_that_has_more_than_it_can_take_gets_nothing_until_enough_has_ended() {
    slotLedger.bind(key(7), 6, false);
    assertThat(slotLedger.take(1)).isZero();
    slotLedger.end(7, 3);
    assertThat(slotLedger.take(9)).isEqualTo(1);
  }

  @Test void what_was_taken_and_is_not_sent_is_given_back() {
    assertThat(slotLedger.take(4)).isEqualTo(4);
    slotLedger.giveBack(4);
    assertThat(slotLedger.take(4)).isEqualTo(4);
  }
}
