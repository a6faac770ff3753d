package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.CatchUp;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DayRoll;
import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.InvalidDagException;
import io.tidemill.dsl.Overlap;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.QuietWindow;
import io.tidemill.dsl.Schedule;
import io.tidemill.dsl.graph.CalendarNode;
import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleOptionsTest {
  private static final Cron NIGHTLY = Cron.daily("02:00", "Europe/Berlin");

  @Test void the_graph_holds_every_option() {
    var dag = Dag.define("d", d -> {
      d.schedule("nightly", NIGHTLY.daylight(DaylightPolicy.BOTH)
          .start(LocalDateTime.of(2026, 7, 1, 0, 0))
          .end(Instant.parse("2027-01-01T00:00:00Z"))
          .jitter(Duration.ofMinutes(5))
          .pointInTime()
          .catchUp(CatchUp.all(Duration.ofDays(2), 3))
          .catchUpAfterPause(CatchUp.latest())
          .calendar(BusinessCalendar.weekdays()
              .named("bank")
              .except(LocalDate.of(2026, 12, 25))
              .roll(DayRoll.PRECEDING))
          .quiet(QuietWindow.daily(LocalTime.of(22, 0), LocalTime.of(6, 30), DayOfWeek.SUNDAY)));
      d.schedule(Every.of(Duration.ofMinutes(15)).anchor(Instant.parse("2026-01-01T00:05:00Z")).zone("Asia/Tokyo"));
      d.overlap(Overlap.allow(3));
      d.task("a").exec(ctx -> {});
    });

    assertThat(dag.graph().schedules()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("place")
        .containsExactly(
            new ScheduleNode("nightly", ScheduleKind.CRON, "0 2 * * *", "Europe/Berlin", DaylightPolicy.BOTH, "",
                "2026-06-30T22:00:00Z", "2027-01-01T00:00:00Z", 300_000, true,
                new CatchUpNode(CatchUpMode.ALL, 172_800_000, 3), CatchUpNode.LATEST,
                new CalendarNode("bank", List.of("MON", "TUE", "WED", "THU", "FRI"), List.of("2026-12-25"),
                    DayRoll.PRECEDING),
                List.of(new QuietNode("22:00", "06:30", List.of("SUN"))), ""),
            new ScheduleNode("default", ScheduleKind.INTERVAL, "PT15M", "Asia/Tokyo", DaylightPolicy.SHIFT,
                "2026-01-01T00:05:00Z", "", "", 0, false, CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), ""));
    assertThat(dag.graph().overlap()).isEqualTo(new OverlapNode(OverlapPolicy.ALLOW, 3));
    assertThat(dag.graph().schedules().getFirst().place()).startsWith("ScheduleOptionsTest.java:");
  }

  @Test void without_an_option_slots_that_were_due_meanwhile_give_one_run_and_one_waits() {
    var dag = Dag.define("d", d -> {
      d.schedule(NIGHTLY);
      d.task("a").exec(ctx -> {});
    });

    assertThat(dag.graph().schedules().getFirst().catchUp()).isEqualTo(CatchUpNode.LATEST);
    assertThat(dag.graph().schedules().getFirst().catchUpAfterPause()).isEqualTo(CatchUpNode.NONE);
    assertThat(dag.graph().overlap()).isEqualTo(OverlapNode.DEFAULT);
  }

  static Stream<Arguments> wrong() {
    var christmas = LocalDate.of(2026, 12, 25);
    return Stream.of(
        Arguments.of("bad-bounds", NIGHTLY.start(Instant.parse("2026-02-01T00:00:00Z"))
            .end(Instant.parse("2026-01-01T00:00:00Z"))),
        Arguments.of("bad-bounds", NIGHTLY.start(Instant.parse("2026-02-01T00:00:00.5Z"))),
        Arguments.of("bad-bounds", NIGHTLY.end(Instant.MAX)),
        Arguments.of("bad-bounds", Every.of(Duration.ofHours(1)).anchor(Instant.MIN)),
        Arguments.of("bad-duration", NIGHTLY.jitter(Duration.ofHours(25))),
        Arguments.of("bad-duration", NIGHTLY.jitter(Duration.ofSeconds(-1))),
        Arguments.of("bad-duration", NIGHTLY.catchUp(CatchUp.all(Duration.ZERO, 1))),
        Arguments.of("bad-duration", NIGHTLY.catchUp(CatchUp.all(Duration.ofSeconds(Long.MAX_VALUE), 1))),
        Arguments.of("out-of-range", NIGHTLY.catchUpAfterPause(CatchUp.all(Duration.ofDays(1), 0))),
        Arguments.of("out-of-range", NIGHTLY.catchUp(CatchUp.all(Duration.ofDays(1), 10_001))),
        Arguments.of("bad-quiet-window",
            NIGHTLY.quiet(QuietWindow.between(LocalDateTime.of(2026, 1, 2, 0, 0), LocalDateTime.of(2026, 1, 1, 0, 0)))),
        Arguments.of("bad-quiet-window", NIGHTLY.quiet(QuietWindow.daily(LocalTime.of(1, 0, 1), LocalTime.NOON))),
        Arguments.of("bad-calendar", NIGHTLY.calendar(BusinessCalendar.of())),
        Arguments.of("bad-calendar", NIGHTLY.calendar(BusinessCalendar.everyDay()
            .except(IntStream.rangeClosed(0, 10_000).mapToObj(christmas::plusDays).toList()))),
        Arguments.of("bad-calendar", NIGHTLY.calendar(BusinessCalendar.everyDay().except(LocalDate.MAX))),
        Arguments.of("bad-holidays",
            NIGHTLY.calendar(BusinessCalendar.everyDay().exceptList("2026-12-25\n31.12.2026"))),
        Arguments.of("bad-holidays",
            NIGHTLY.calendar(BusinessCalendar.everyDay().exceptList("BEGIN:VCALENDAR\nEND:X"))),
        Arguments.of("bad-holidays",
            NIGHTLY.calendar(BusinessCalendar.everyDay().exceptResource(ScheduleOptionsTest.class, "missing.txt"))),
        Arguments.of("bad-option", Every.of(Duration.ofHours(1)).daylight(DaylightPolicy.SKIP)),
        Arguments.of("bad-option",
            Every.of(Duration.ofHours(1)).calendar(BusinessCalendar.weekdays().roll(DayRoll.FOLLOWING))),
        Arguments.of("never-fires",
            Cron.weekly(DayOfWeek.SUNDAY, "02:00", "UTC").calendar(BusinessCalendar.weekdays())),
        Arguments.of("never-fires", Cron.of("0 0 29 2 *", "UTC")
            .start(Instant.parse("2026-01-01T00:00:00Z"))
            .end(Instant.parse("2027-01-01T00:00:00Z"))),
        Arguments.of("never-fires",
            Every.of(Duration.ofDays(7))
                .anchor(Instant.parse("2026-11-28T00:00:00Z"))
                .calendar(BusinessCalendar.weekdays())),
        Arguments.of("never-fires", Every.of(Duration.ofDays(300))
            .start(Instant.parse("2026-01-01T00:00:00Z"))
            .end(Instant.parse("2026-01-02T00:00:00Z"))),
        Arguments.of("unknown-zone", Every.of(Duration.ofHours(1)).zone("Mars/Olympus")));
  }

  @ParameterizedTest
  @MethodSource("wrong") void a_wrong_option_is_told(String code, Schedule schedule) {
    assertThat(schedule.problems()).extracting(Problem::code).containsExactly(code);
  }

  @Test void a_wrong_schedule_is_told_with_its_place() {
    try {
      Dag.define("d", d -> {
        d.schedule("a b", NIGHTLY.jitter(Duration.ofDays(2)));
        d.overlap(Overlap.allow(0));
        d.task("a").exec(ctx -> {});
      });
    } catch (InvalidDagException e) {
      assertThat(e.problems()).extracting(Problem::code).containsExactly("bad-name", "bad-duration", "out-of-range");
      assertThat(e.problems()).extracting(Problem::place)
          .allSatisfy(place -> assertThat(place).startsWith("ScheduleOptionsTest.java:"));
      return;
    }
    throw new AssertionError("Expected the DAG to be refused");
  }

  @Test void a_schedule_that_fires_after_a_hundred_holidays_is_good() {
    var holidays = IntStream.range(0, 100).mapToObj(LocalDate.of(2026, 1, 1)::plusDays).toList();

    assertThat(NIGHTLY.calendar(BusinessCalendar.weekdays().except(holidays)).problems()).isEmpty();
    assertThat(Every.of(Duration.ofDays(2)).calendar(BusinessCalendar.weekdays().except(holidays)).problems())
        .isEmpty();
  }

  @Test void a_list_of_holidays_has_a_date_a_line() {
    var calendar = BusinessCalendar.everyDay().except(LocalDate.of(2026, 1, 1)).exceptList("""
        # closed
        2026-12-25 Christmas Day

        2026-12-26\tBoxing Day
        """);

    assertThat(NIGHTLY.calendar(calendar).node().calendar().holidays())
        .containsExactly("2026-01-01", "2026-12-25", "2026-12-26");
  }

  @Test void a_list_of_holidays_may_be_a_resource_and_names_the_line_that_is_wrong() {
    var good = BusinessCalendar.weekdays().exceptResource(ScheduleOptionsTest.class, "holidays.txt");
    var wrong = BusinessCalendar.weekdays().exceptList("2026-12-25\n2026-02-30 no such day");

    assertThat(good.isWorkingDay(LocalDate.of(2026, 12, 25))).isFalse();
    assertThat(NIGHTLY.calendar(wrong).problems()).singleElement()
        .extracting(Problem::found)
        .asString()
        .contains("2026-02-30", "line 2");
  }

  @Test void too_many_schedules_are_refused() {
    try {
      Dag.define("d", d -> {
        for (var i = 0; i < 101; i++) {
          d.schedule("s" + i, NIGHTLY);
        }
        d.task("a").exec(ctx -> {});
      });
    } catch (InvalidDagException e) {
      assertThat(e.problems()).extracting(Problem::code).containsExactly("too-many-schedules");
      return;
    }
    throw new AssertionError("Expected the DAG to be refused");
  }
}
