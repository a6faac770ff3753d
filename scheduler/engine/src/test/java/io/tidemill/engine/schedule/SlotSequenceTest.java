package io.tidemill.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotSequenceTest {
  static List<Instant> times(ScheduleNode schedule, String from, String to) {
    SlotSequence slots = SlotSequence.of("dag", schedule);
    Instant end = Instant.parse(to);
    List<Instant> found = new ArrayList<>();
    ScheduledSlot slot = slots.next(Instant.parse(from).minusSeconds(1));
    while (slot != null && slot.time().isBefore(end)) {
      found.add(slot.time());
      slot = slots.next(slot.time());
    }
    return found;
  }

  private static List<String> texts(ScheduleNode schedule, String from, String to) {
    return times(schedule, from, to).stream().map(Instant::toString).toList();
  }

  @Test void a_nightly_slot_in_berlin_is_neither_lost_in_spring_nor_doubled_in_autumn() {
    ScheduleNode nightly = ScheduleNode.cron("30 2 * * *", "Europe/Berlin");

    assertThat(texts(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(texts(nightly, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test void every_half_hour_has_46_and_50_slots_on_the_days_of_the_change_in_berlin() {
    ScheduleNode half = ScheduleNode.cron("*/30 * * * *", "Europe/Berlin");

    assertThat(times(half, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).hasSize(46);
    assertThat(times(half, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).hasSize(50);
  }
}
