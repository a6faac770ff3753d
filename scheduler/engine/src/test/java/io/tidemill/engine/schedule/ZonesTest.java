package io.tidemill.engine.schedule;

import static io.tidemill.engine.schedule.SlotSequenceTest.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Days with a transition in zones with unlike rules.
class ZonesTest {
  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(delimiter = '|', textBlock = """
      Europe/Berlin       | 2026-03-29 | 46 | 30 2 * * *  | 2026-03-29T01:00:00Z
      Europe/Berlin       | 2026-10-25 | 50 | 30 2 * * *  | 2026-10-25T00:30:00Z
      America/New_York    | 2026-03-08 | 46 | 30 2 * * *  | 2026-03-08T07:00:00Z
      America/New_York    | 2026-11-01 | 50 | 30 1 * * *  | 2026-11-01T05:30:00Z
      Europe/London       | 2026-03-29 | 46 | 30 1 * * *  | 2026-03-29T01:00:00Z
      Europe/London       | 2026-10-25 | 50 | 30 1 * * *  | 2026-10-25T00:30:00Z
      Australia/Lord_Howe | 2026-10-04 | 47 | 15 2 * * *  | 2026-10-03T15:30:00Z
      Australia/Lord_Howe | 2026-04-05 | 49 | 45 1 * * *  | 2026-04-04T14:45:00Z
      Australia/Sydney    | 2026-10-04 | 46 | 30 2 * * *  | 2026-10-03T16:00:00Z
      Africa/Cairo        | 2026-04-24 | 46 | 30 0 * * *  | 2026-04-23T22:00:00Z
      Africa/Cairo        | 2026-10-29 | 50 | 30 23 * * * | 2026-10-29T20:30:00Z
      Africa/Casablanca   | 2026-02-15 | 50 | 30 2 * * *  | 2026-02-15T01:30:00Z
      Africa/Casablanca   | 2026-03-22 | 46 | 30 2 * * *  | 2026-03-22T02:00:00Z
      America/Santiago    | 2026-09-06 | 46 | 30 0 * * *  | 2026-09-06T04:00:00Z
      America/Havana      | 2026-03-08 | 46 | 0 0 * * *   | 2026-03-08T05:00:00Z
      Asia/Beirut         | 2026-03-29 | 46 | 0 0 * * *   | 2026-03-28T22:00:00Z
      Asia/Tehran         | 2022-03-22 | 46 | 30 0 * * *  | 2022-03-21T20:30:00Z
      Pacific/Apia        | 2011-12-31 | 48 | 0 6 * * *   | 2011-12-30T16:00:00Z
      America/Caracas     | 2016-05-01 | 47 | 45 2 * * *  | 2016-05-01T07:00:00Z
      Asia/Pyongyang      | 2018-05-05 | 48 | 45 23 * * * | 2018-05-04T15:00:00Z
      Africa/Monrovia     | 1972-01-07 | 46 | 30 0 * * *  | 1972-01-07T00:44:30Z
      Asia/Kathmandu      | 2026-03-29 | 48 | 30 2 * * *  | 2026-03-28T20:45:00Z
      """) void half_hours_and_a_fixed_time_on_the_day_of_a_change(String zone, String day, int halves, String fixed,
      String expected) {
    ZoneId id = ZoneId.of(zone);
    LocalDate date = LocalDate.parse(day);
    String from = date.atStartOfDay(id).toInstant().toString();
    String to = date.plusDays(1).atStartOfDay(id).toInstant().toString();
    List<Instant> found = times(ScheduleNode.cron("*/30 * * * *", zone), from, to);

    assertThat(found).hasSize(halves).doesNotHaveDuplicates().isSorted();
    assertThat(times(ScheduleNode.cron(fixed, zone), from, to)).contains(Instant.parse(expected));
  }
}
