package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Schedules that make no sense, or far too much, as somebody would write them: each is told, and nothing is deployed.
class BadSchedulesTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(folder);
  }

  private Answer check(String schedule) {
    shell.save("Bad.java", """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() {
          return Dag.define("bad", d -> {
            d.schedule("main", %s);
            d.task("a").exec(ctx -> {});
          });
        }
        void main() {}
        """.formatted(schedule));
    return shell.type("check", "Bad.java");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      Cron.of("*/61 * * * *", "UTC")                   | bad-cron at Bad.java:5     | a step from 1 to 59 for the minute
      Cron.of("0 0 31 2 *", "UTC")                     | never-fires at Bad.java:5  | This schedule would never fire.
      Cron.daily("02:00", "")                          | unknown-zone at Bad.java:5 | an IANA time zone such as Europe/Berlin
      Cron.daily("02:00", "gmt+5")                     | unknown-zone at Bad.java:5 | Etc/GMT-5, which is always at UTC+5
      Cron.daily("02:00", "Mars/Olympus")              | unknown-zone at Bad.java:5 | Zones are named by area and place
      Cron.daily("02:00", "Europe/Berln")              | unknown-zone at Bad.java:5 | did you mean 'Europe/Berlin'?
      Cron.of("1,".repeat(50_000), "UTC")              | bad-cron at Bad.java:5     | (100000 characters)
      Every.of(Duration.ofNanos(1))                    | bad-interval at Bad.java:5 | found:    1 ns
      Every.of(Duration.ofDays(365_000_000))           | bad-interval at Bad.java:5 | found:    365000000 d
      Cron.daily("02:00", "UTC").start(Instant.parse("2026-02-01T00:00:00Z")).end(Instant.parse("2026-01-01T00:00:00Z")) | bad-bounds at Bad.java:5 | a start before the end
      Cron.daily("02:00", "UTC").calendar(BusinessCalendar.everyDay().exceptList("BEGIN:VCALENDAR")) | bad-holidays at Bad.java:5 | tidemill holidays FILE.ics
      Cron.of("* * * * *", "UTC").catchUp(CatchUp.all(Duration.ofDays(1_826), 2_600_000)) | out-of-range at Bad.java:5 | runs of a catch-up from 1 to 10,000
      """) void a_schedule_that_makes_no_sense_is_told_with_its_place(
      String schedule, String place, String told) {
    Answer answer = check(schedule);

    assertThat(answer.code()).as(answer::all).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.all()).contains(place, told).doesNotContain("\tat ", "1,".repeat(200));
  }

  @Test void calendars_and_quiet_windows_that_overlap_are_as_good_as_one() {
    Answer answer = check("""
        Cron.daily("08:00", "UTC")
            .calendar(BusinessCalendar.weekdays().except(LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 25))
                .exceptList("2026-12-25 again"))
            .quiet(QuietWindow.daily(LocalTime.of(7, 0), LocalTime.of(9, 0)),
                QuietWindow.daily(LocalTime.of(8, 0), LocalTime.of(10, 0)))""");

    assertThat(answer.code()).as(answer::all).isZero();
    assertThat(answer.out()).contains("without 1 holiday,");
    assertThat(shell.type("schedule", "Bad.java", "--simulate", "2026-12-24..2026-12-29").out())
        .containsSubsequence("2026-12-24T08:00Z", "skipped", "2026-12-25T08:00Z", "no slot", "2026-12-28T08:00Z",
            "skipped");
  }

  @Test void five_years_of_minutes_are_counted_and_capped_before_anybody_confirms_them() {
    check("""
        Cron.of("* * * * *", "UTC").start(Instant.parse("2021-01-01T00:00:00Z"))
            .catchUpAfterPause(CatchUp.all(Duration.ofDays(1_826), 10_000))""");

    Answer answer = shell.type("deploy", "Bad.java");

    assertThat(answer.all()).contains(
        "Of the 10,000 and more since its start the newest 10000 run, the others are MISSED", "--yes");
    assertThat(shell.type("dags").all()).doesNotContain("bad");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2026-11-05 | 2026-11-05 | the end is not part of it
      2026-11-06 | 2026-11-01 | exchange the two
      2026-11-05T03:00 | 2026-11-05T04:00 | the first one after it is 2026-11-06T01:30:00Z
      1901-01-01 | 2199-01-01 | divide the range
      0900-01-01 | 2026-01-01 | from 1900 to 2200
      soon | 2026-01-01 | Expected as from a date
      """) void a_range_that_cannot_be_backfilled_is_told(String from, String to, String told) {
    check("Cron.daily(\"02:30\", \"Europe/Berlin\")");
    assertThat(shell.type("deploy", "Bad.java", "--yes").code()).isZero();

    Answer answer = shell.type("backfill", "bad", "--from", from, "--to", to, "--dry-run");

    assertThat(answer.code()).as(answer::all).isNotZero();
    assertThat(answer.all()).contains(told).doesNotContain("\tat ");
  }
}
