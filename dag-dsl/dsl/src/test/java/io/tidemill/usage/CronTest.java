package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  private static List<String> codes(Schedule schedule) {
    return schedule.problems().stream().map(Problem::code).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * *", "*/15 8-18 * * MON-FRI", "0,30 0 1,15 jan-mar,12 *", "5 4 29 2 *",
      "0 0 31 2 MON", "*/10 0 2 * * *", "0 2 L * *", "0 2 L-3,LW,15W * ?", "0 2 ? * MON#2,FRIL,5L,0#5", "@daily",
      " @Hourly ", "0 0 31W * *", "0 0 29 2 *",
      "0 0 * * 7", "59 23 31 12 0-7", "10-50/20 */23 */30 */11 */7", "  0   2 * *\t* "}) void good_expressions_pass(
          String expression) {
    assertThat(Cron.of(expression, "Europe/Berlin").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''               | five fields
      * * * *          | five fields
      60 * * * * *     | second from 0 to 59
      0 0 0 1 1 * 2026 | five fields
      60 * * * *       | minute from 0 to 59
      * 24 * * *       | hour from 0 to 23
      * * 0 * *        | day of month from 1 to 31
      * * 32 * *       | day of month from 1 to 31
      * * * 13 *       | JAN to DEC
      * * * FOO *      | JAN to DEC
      * * * * 8        | SUN to SAT
      */61 * * * *     | step from 1 to 59
      */0 * * * *      | step from 1 to 59
      */x * * * *      | step from 1 to 59
      */ * * * *       | step from 1 to 59
      5/15 * * * *     | step over * or a range
      50-10 * * * *    | range that goes up
      1- * * * *       | minute
      -1 * * * *       | minute
      1,,2 * * * *     | minute
      99999999999 * * * * | minute
      * * L-31 * *     | day of month
      * * 0W * *       | day of month
      * * 32W * *      | day of month
      * * W * *        | day of month
      L * * * *        | minute from 0 to 59
      ? * * * *        | minute from 0 to 59
      * * * L *        | JAN to DEC
      * * * * MON#6    | day of week
      * * * * MON#0    | day of week
      * * * * L        | day of week
      * * * * 15W      | day of week
      * * * MON#2 *    | JAN to DEC
      @dayly           | one of @hourly
      @reboot          | one of @hourly
      """) void bad_expressions_name_the_field(String expression, String expected) {
    var problems = Cron.of(expression, "UTC").problems();

    assertThat(problems).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo("bad-cron");
      assertThat(problem.expected()).contains(expected);
    });
  }

  @Test void every_bad_field_is_told_and_a_huge_text_is_cut() {
    assertThat(codes(Cron.of("60 24 0 13 8", "gmt+5"))).containsExactly("bad-cron", "bad-cron", "bad-cron", "bad-cron",
        "bad-cron",
        "unknown-zone");
    assertThat(Cron.of("1,".repeat(50_000), "UTC").problems()).singleElement()
        .extracting(Problem::found)
        .asString()
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 31 2 *", "0 0 0 31 2 *", "0 0 L-30 2 *", "0 0 30W 2 *", "0 0 30,31 feb *",
      "0 0 31 4,6,9,11 *"}) void a_schedule_that_never_fires_is_refused(String expression) {
    assertThat(codes(Cron.of(expression, "UTC"))).containsExactly("never-fires");
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berln, Europe/Berlin", "europe/berlin, Europe/Berlin", "utc, UTC",
      "Asia/Tokio, Asia/Tokyo"}) void a_zone_written_wrongly_gets_the_nearest(String written, String nearest) {
    assertThat(Cron.daily("02:00", written).problems()).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo("unknown-zone");
      assertThat(problem.hint()).isEqualTo("did you mean '" + nearest + "'?");
    });
  }

  @ParameterizedTest
  @CsvSource({"gmt+5, Etc/GMT-5, UTC+5", "UTC-3, Etc/GMT+3, UTC-3", "+02:00, Etc/GMT-2, UTC+02",
      "Mars/Olympus, area and place, America/New_York"}) void an_offset_or_an_unknown_place_gets_a_remedy(
          String written, String zone, String told) {
    assertThat(Cron.daily("02:00", written).problems()).singleElement()
        .extracting(Problem::hint)
        .asString()
        .contains(zone, told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+02:00", "gmt+5", "CET/Nowhere/At/All/In/This/World",
      "\u0000"}) void anything_but_a_zone_is_refused(String zone) {
    assertThat(codes(Cron.hourly(5, zone))).containsExactly("unknown-zone");
  }

  @Test void short_forms_are_cron() {
    assertThat(List.of(Cron.daily("02:05", "UTC"), Cron.daily("2:05", "UTC"), Cron.hourly(7, "UTC"),
        Cron.monthly(31, "00:00", "UTC")))
        .extracting(cron -> cron.node().expression())
        .containsExactly("5 2 * * *", "5 2 * * *", "7 * * * *", "0 0 31 * *");
    assertThat(codes(Cron.daily("24:00", "UTC"))).containsExactly("bad-time");
    assertThat(codes(Cron.daily("noon", "UTC"))).containsExactly("bad-time");
    assertThat(codes(Cron.monthly(32, "00:00", "UTC"))).containsExactly("bad-cron");
    assertThat(codes(Cron.hourly(60, "UTC"))).containsExactly("bad-cron");
  }

  @Test void an_interval_has_whole_seconds_within_its_bounds() {
    assertThat(Every.of(Duration.ofSeconds(1)).problems()).isEmpty();
    assertThat(Every.of(Duration.ofDays(365)).problems()).isEmpty();
    for (var wrong : List.of(Duration.ZERO, Duration.ofSeconds(-5), Duration.ofMillis(1_500), Duration.ofDays(366),
        Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThat(codes(Every.of(wrong))).containsExactly("bad-interval");
    }
  }

  @Test void times_and_zones_of_the_jdk_are_taken_where_texts_are() {
    var berlin = ZoneId.of("Europe/Berlin");
    var two = LocalTime.of(2, 5);

    assertThat(Cron.of("1 2 * * *", berlin).node()).isEqualTo(Cron.of("1 2 * * *", "Europe/Berlin").node());
    assertThat(Cron.hourly(7, berlin).node()).isEqualTo(Cron.hourly(7, "Europe/Berlin").node());
    assertThat(Cron.daily(two, berlin).node()).isEqualTo(Cron.daily("02:05", "Europe/Berlin").node());
    assertThat(Cron.weekly(DayOfWeek.FRIDAY, two, berlin).node())
        .isEqualTo(Cron.weekly(DayOfWeek.FRIDAY, "02:05", "Europe/Berlin").node());
    assertThat(Cron.monthly(31, two, berlin).node()).isEqualTo(Cron.monthly(31, "02:05", "Europe/Berlin").node());
    assertThat(Cron.daily(two, ZoneOffset.UTC).node().zone()).isEqualTo("UTC");
    assertThat(codes(Cron.daily(two, ZoneOffset.UTC))).isEmpty();
  }

  @Test void a_time_with_seconds_and_an_offset_for_a_zone_are_refused() {
    assertThat(codes(Cron.daily(LocalTime.of(2, 5, 1), ZoneId.of("Europe/Berlin")))).containsExactly("bad-time");
    assertThat(codes(Cron.daily(LocalTime.NOON, ZoneOffset.ofHours(2)))).containsExactly("unknown-zone");
  }
}
