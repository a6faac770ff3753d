package io.tidemill.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What users of other schedulers reported about cron and daylight saving, asked of this one.
class ReportedElsewhereTest {
  /// The first slots after a time, on the clocks of the zone.
  private static List<String> after(String cron, String zone, String from, int count) {
    SlotSequence slots = SlotSequence.of("dag", ScheduleNode.cron(cron, zone));
    List<String> found = new ArrayList<>();
    Instant at = OffsetDateTime.parse(from).toInstant();
    for (int i = 0; i < count; i++) {
      ScheduledSlot slot = slots.next(at);
      at = slot == null ? Instant.MAX : slot.time();
      found.add(at.atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      quartz 81: a job of every minute paused for the repeated hour    | * * * * * | Europe/Berlin | 2016-10-30T02:59+02:00 | 2016-10-30T02:00+01:00
      cron-utils 253: the next time in a repeated hour was in the past | * * * * * | Europe/Berlin | 2017-10-29T02:30+01:00 | 2017-10-29T02:31+01:00
      cron-utils 112: went back into summer time                       | * * * * * | America/Sao_Paulo | 2016-02-20T23:00-03:00 | 2016-02-20T23:01-03:00
      spring 28245 and kestra 524: a job in the missing hour was lost  | 0 30 2 * * ? | Europe/Zurich | 2022-03-27T01:59:30+01:00 | 2022-03-27T03:00+02:00
      spring 36859: a day that begins with a gap was lost              | 0 0 */2 * * ? | Africa/Cairo | 2025-04-24T22:00+02:00 | 2025-04-25T02:00+03:00
      cron-parser 400: a Sunday with 23 hours was lost                 | 0 8 * * 0 | America/Chicago | 2026-03-07T23:45-06:00 | 2026-03-08T08:00-05:00
      cronie 218: the same at noon                                     | 0 12 * * 0 | Europe/Berlin | 2022-03-24T12:00+01:00 | 2022-03-27T12:00+02:00
      cron-utils 61: moved by an hour over the change                  | 0 17 * * * | America/New_York | 2016-03-12T17:00-05:00 | 2016-03-13T17:00-04:00
      cronos 36: an hour of a week was lost                            | 0 2 * * 0 | Europe/Vienna | 2021-03-28T00:59+01:00 | 2021-03-28T03:00+02:00
      spring 26390: the last day of a month began an hour late         | 0 0 * L * * | UTC | 2021-01-30T00:00Z | 2021-01-31T00:00Z
      spring 13621: a runaway search for 29 February on a Wednesday    | 0 0 0 ? 2 3#5 | UTC | 2013-03-01T00:00Z | 2040-02-29T00:00Z
      cron-utils 394: Monday was any day                               | 0 0 9 * * MON | UTC | 2019-09-11T10:00Z | 2019-09-16T09:00Z
      """) void the_next_slot_is_right(
      String report, String cron, String zone, String from, String expected) {
    assertThat(after(cron, zone, from, 1)).as(report).containsExactly(expected);
  }

  @Test void db_scheduler_662_a_moved_slot_does_not_move_the_days_after_it() {
    assertThat(after("30 1 * * *", "Europe/London", "2025-03-29T02:00Z", 3))
        .containsExactly("2025-03-30T02:00+01:00", "2025-03-31T01:30+01:00", "2025-04-01T01:30+01:00");
  }

  @Test void airflow_7999_times_of_day_stay_on_the_day_after_the_change() {
    assertThat(after("0 7-8 * * *", "America/Los_Angeles", "2020-03-07T08:00-08:00", 3))
        .containsExactly("2020-03-08T07:00-07:00", "2020-03-08T08:00-07:00", "2020-03-09T07:00-07:00");
    assertThat(after("0 7,9 * * *", "America/Los_Angeles", "2020-03-07T09:00-08:00", 2))
        .containsExactly("2020-03-08T07:00-07:00", "2020-03-08T09:00-07:00");
  }

  @Test void airflow_30088_slots_only_go_forwards() {
    assertThat(after("20 */4 * * *", "America/Los_Angeles", "2023-03-11T20:30-08:00", 4)).containsExactly(
        "2023-03-12T00:20-08:00", "2023-03-12T04:20-07:00", "2023-03-12T08:20-07:00", "2023-03-12T12:20-07:00");
  }

  @ParameterizedTest
  @CsvSource({"America/New_York, 2024-03-09T00:00Z, 2024-03-13T00:00Z",
      "Europe/Zurich, 2024-03-29T00:00Z, 2024-04-02T00:00Z",
      "Australia/Sydney, 2024-10-04T00:00Z, 2024-10-08T00:00Z",
      "Australia/Lord_Howe, 2024-10-04T00:00Z, 2024-10-08T00:00Z"}) void airflow_70089_no_interval_is_empty_and_none_ends_in_the_future(
          String zone, String from, String to) {
    SlotSequence slots = SlotSequence.of("dag", ScheduleNode.cron("0 2 * * *", zone));
    ScheduledSlot slot = slots.next(OffsetDateTime.parse(from).toInstant());
    while (slot != null && slot.time().isBefore(OffsetDateTime.parse(to).toInstant())) {
      assertThat(slot.intervalStart()).isBefore(slot.intervalEnd());
      assertThat(slot.intervalEnd()).isEqualTo(slot.time());
      ScheduledSlot next = slots.next(slot.time());
      assertThat(next).isNotNull();
      assertThat(next.intervalStart()).isEqualTo(slot.time());
      slot = next;
    }
  }

  @Test void quartz_1138_a_time_in_casablancas_ramadan_fires() {
    assertThat(after("0 5 2 23 2 ?", "Africa/Casablanca", "2025-02-23T01:45+01:00", 1))
        .containsExactly("2025-02-23T02:05+01:00");
  }

  @Test void a_slot_of_a_day_that_a_zone_left_out_is_not_lost() {
    // Samoa had no 30 December 2011: a Friday's job is moved to the first instant of Saturday.
    assertThat(after("0 2 * * FRI", "Pacific/Apia", "2011-12-29T12:00-10:00", 2))
        .containsExactly("2011-12-31T00:00+14:00", "2012-01-06T02:00+14:00");
  }
}
