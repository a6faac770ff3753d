package io.tidemill.engine.schedule;

import static io.tidemill.engine.schedule.SlotSequenceTest.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.CronExpression;
import io.tidemill.dsl.DayRoll;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.QuietWindow;
import io.tidemill.dsl.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the options of a schedule do to its slots.
class SlotOptionsTest {
  private static final String BERLIN = "Europe/Berlin";

  private static SlotSequence slots(Schedule schedule) {
    assertThat(schedule.problems()).isEmpty();
    return SlotSequence.of("dag", schedule.node());
  }

  private static ScheduledSlot next(Schedule schedule, String after) {
    return Objects.requireNonNull(slots(schedule).next(Instant.parse(after)));
  }

  private static List<LocalDate> days(Schedule schedule, String from, String to) {
    return times(schedule.node(), from, to).stream().map(time -> time.atZone(ZoneOffset.UTC).toLocalDate()).toList();
  }

  @Test void an_interval_begins_with_the_slot_before_and_a_point_in_time_has_none() {
    Schedule daily = Cron.daily("02:00", "UTC");
    ScheduledSlot slot = next(daily, "2026-03-01T12:00:00Z");

    assertThat(slot).isEqualTo(new ScheduledSlot(Instant.parse("2026-03-02T02:00:00Z"),
        Instant.parse("2026-03-01T02:00:00Z"), Instant.parse("2026-03-02T02:00:00Z"),
        Instant.parse("2026-03-02T02:00:00Z"), false));
    assertThat(next(daily.pointInTime(), "2026-03-01T12:00:00Z").intervalStart()).isEqualTo(slot.time());
  }

  @Test void a_day_covers_23_and_25_hours_on_the_days_of_the_change() {
    Schedule midnight = Cron.daily("00:00", BERLIN);

    for (var expected : List.of(List.of("2026-03-29T12:00:00Z", 23L), List.of("2026-10-25T12:00:00Z", 25L))) {
      ScheduledSlot slot = next(midnight, (String) expected.getFirst());
      assertThat(Duration.between(slot.intervalStart(), slot.intervalEnd()).toHours()).isEqualTo(expected.getLast());
    }
  }

  @Test void slots_begin_with_the_start_and_stop_before_the_end() {
    Schedule bounded = Cron.daily("00:00", "UTC")
        .start(Instant.parse("2026-01-02T00:00:00Z"))
        .end(Instant.parse("2026-01-05T00:00:00Z"));
    SlotSequence slots = slots(bounded);

    assertThat(days(bounded, "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z")).containsExactly(LocalDate.of(2026, 1, 2),
        LocalDate.of(2026, 1, 3), LocalDate.of(2026, 1, 4));
    assertThat(slots.next(Instant.parse("2026-01-04T00:00:00Z"))).isNull();
    assertThat(slots.previous(Instant.parse("2026-01-02T00:00:00Z"))).isNull();
    assertThat(slots.previous(Instant.MAX).time()).isEqualTo(Instant.parse("2026-01-04T00:00:00Z"));
    assertThat(slots.next(Instant.MIN).intervalStart()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test void bounds_may_be_local_times_of_the_zone() {
    Schedule summer = Cron.daily("00:00", BERLIN).start(LocalDateTime.of(2026, 7, 1, 0, 0));

    assertThat(summer.node().start()).isEqualTo("2026-06-30T22:00:00Z");
    assertThat(slots(summer).next(Instant.EPOCH).time()).isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
  }

  @Test void the_ends_of_time_have_no_slots() {
    SlotSequence slots = slots(Cron.of("* * * * *", BERLIN));

    assertThat(slots.next(Instant.MAX)).isNull();
    assertThat(slots.next(Instant.parse("9999-12-31T00:00:00Z"))).isNull();
    assertThat(slots.previous(Instant.MIN)).isNull();
    assertThat(slots.previous(Instant.MAX)).isNotNull();
    assertThat(slots.next(Instant.MIN)).isNotNull();
  }

  @Test void a_fraction_of_a_second_is_before_the_next_and_after_the_last_slot() {
    SlotSequence slots = slots(Every.of(Duration.ofSeconds(1)));
    Instant half = Instant.parse("2026-01-01T00:00:00.500Z");

    assertThat(slots.next(half).time()).isEqualTo("2026-01-01T00:00:01Z");
    assertThat(slots.previous(half).time()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(slots.previous(Instant.parse("2026-01-01T00:00:00Z")).time()).isEqualTo("2025-12-31T23:59:59Z");
  }

  @Test void an_interval_is_elapsed_time_counted_from_its_anchor() {
    Schedule six = Every.of(Duration.ofHours(6)).anchor(Instant.parse("2026-03-28T05:00:00Z")).zone(BERLIN);

    assertThat(times(six.node(), "2026-03-28T20:00:00Z", "2026-03-29T18:00:00Z")).map(Instant::toString)
        .containsExactly("2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z", "2026-03-29T11:00:00Z",
            "2026-03-29T17:00:00Z");
    assertThat(slots(six).previous(Instant.parse("2026-03-28T05:00:00Z")).time()).isEqualTo("2026-03-27T23:00:00Z");
  }

  @Test void a_day_that_is_no_working_day_has_no_slot() {
    Schedule working = Cron.daily("08:00", "UTC")
        .calendar(BusinessCalendar.weekdays().except(LocalDate.of(2026, 12, 25)));

    assertThat(days(working, "2026-12-23T00:00:00Z", "2026-12-30T00:00:00Z")).map(LocalDate::getDayOfMonth)
        .containsExactly(23, 24, 28, 29);
    assertThat(next(working, "2026-12-25T00:00:00Z").intervalStart()).isEqualTo("2026-12-24T08:00:00Z");
  }

  @Test void a_slot_moves_to_the_working_day_after_or_before_it_across_months_and_years() {
    BusinessCalendar days = BusinessCalendar.weekdays().except(LocalDate.of(2027, 1, 1), LocalDate.of(2026, 12, 31));
    Schedule last = Cron.of("0 8 L * *", "UTC");
    Schedule first = Cron.of("0 8 1 * *", "UTC");

    assertThat(days(last.calendar(days.roll(DayRoll.FOLLOWING)), "2026-10-01T00:00:00Z", "2027-02-01T00:00:00Z"))
        .containsExactly(LocalDate.of(2026, 11, 2), LocalDate.of(2026, 11, 30), LocalDate.of(2027, 1, 4));
    assertThat(days(first.calendar(days.roll(DayRoll.PRECEDING)), "2026-10-01T00:00:00Z", "2027-02-01T00:00:00Z"))
        .containsExactly(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 30), LocalDate.of(2026, 12, 1),
            LocalDate.of(2026, 12, 30));
  }

  @Test void two_slots_that_move_to_one_day_are_one() {
    Schedule daily = Cron.of("0 8 * * *", "UTC").calendar(BusinessCalendar.weekdays().roll(DayRoll.FOLLOWING));

    assertThat(days(daily, "2026-11-20T00:00:00Z", "2026-11-25T00:00:00Z")).map(LocalDate::getDayOfMonth)
        .containsExactly(20, 23, 24);
  }

  @Test void an_interval_knows_the_days_of_its_zone() {
    Schedule hourly = Every.of(Duration.ofHours(12)).zone(BERLIN).calendar(BusinessCalendar.weekdays());

    assertThat(times(hourly.node(), "2026-11-20T12:00:00Z", "2026-11-23T12:00:00Z")).map(Instant::toString)
        .containsExactly("2026-11-20T12:00:00Z", "2026-11-23T00:00:00Z");
    assertThat(slots(hourly).previous(Instant.parse("2026-11-23T00:00:00Z")).time()).isEqualTo("2026-11-20T12:00:00Z");
  }

  @Test void a_slot_in_a_quiet_window_is_there_and_skipped() {
    Schedule hourly = Cron.hourly(0, BERLIN)
        .quiet(QuietWindow.daily(LocalTime.of(22, 0), LocalTime.of(2, 0), DayOfWeek.FRIDAY),
            QuietWindow.between(LocalDateTime.of(2026, 12, 24, 12, 0), LocalDateTime.of(2026, 12, 24, 14, 0)));
    SlotSequence slots = slots(hourly);
    List<Integer> friday = new ArrayList<>();
    for (ScheduledSlot slot = slots.next(Instant.parse("2026-11-20T19:30:00Z")); friday.size() < 8; slot = slots
        .next(slot.time())) {
      int hour = slot.time().atZone(ZoneId.of(BERLIN)).getHour();
      friday.add(slot.skipped() ? -hour - 1 : hour);
    }

    assertThat(friday).containsExactly(21, -23, -24, -1, -2, 2, 3, 4);
    assertThat(next(hourly, "2026-12-24T10:30:00Z").skipped()).isTrue();
    assertThat(next(hourly, "2026-12-24T12:30:00Z").skipped()).isFalse();
  }

  @Test void jitter_moves_the_run_and_never_the_slot_and_never_reorders() {
    Schedule daily = Cron.of("*/5 * * * *", "UTC").jitter(Duration.ofMinutes(30));
    SlotSequence slots = slots(daily);
    Instant runAfter = Instant.MIN;
    ScheduledSlot slot = slots.next(Instant.parse("2026-01-01T00:00:00Z"));
    int moved = 0;
    for (int i = 0; i < 500; i++) {
      assertThat(slot.time().getEpochSecond() % 300).isZero();
      assertThat(slot.runAfter()).isBetween(slot.time(), slot.time().plusSeconds(300)).isAfter(runAfter);
      assertThat(SlotSequence.of("dag", daily.node()).next(slot.time().minusSeconds(1))).isEqualTo(slot);
      moved += slot.runAfter().equals(slot.time()) ? 0 : 1;
      runAfter = slot.runAfter();
      slot = slots.next(slot.time());
    }
    assertThat(moved).isGreaterThan(490);
    assertThat(SlotSequence.of("other", daily.node()).next(Instant.EPOCH).runAfter())
        .isNotEqualTo(slots.next(Instant.EPOCH).runAfter());
  }

  @Test void jitter_is_spread_evenly() {
    SlotSequence slots = slots(Cron.hourly(0, "UTC").jitter(Duration.ofMinutes(10)));
    int[] buckets = new int[10];
    ScheduledSlot slot = slots.next(Instant.EPOCH);
    for (int i = 0; i < 10_000; i++) {
      buckets[(int) Duration.between(slot.time(), slot.runAfter()).toMinutes()]++;
      slot = slots.next(slot.time());
    }

    assertThat(IntStream.of(buckets).boxed()).allSatisfy(count -> assertThat(count).isBetween(800, 1_200));
  }

  /// The special forms of the day fields against what the JDK's calendar says, each day of seventy years.
  @Test void days_of_a_month_are_those_of_the_calendar() {
    check("L", date -> date.getDayOfMonth() == date.lengthOfMonth());
    check("L-3", date -> date.getDayOfMonth() == date.lengthOfMonth() - 3);
    check("LW", date -> date.equals(lastWeekday(date)));
    check("15W", date -> date.equals(nearest(date.withDayOfMonth(15))));
    check("1W", date -> date.equals(nearest(date.withDayOfMonth(1))));
    check("31W", date -> date.lengthOfMonth() == 31 && date.equals(nearest(date.withDayOfMonth(31))));
    check("?", date -> true);
    week("FRIL", date -> date.equals(date.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY))));
    week("0L", date -> date.equals(date.with(TemporalAdjusters.lastInMonth(DayOfWeek.SUNDAY))));
    for (int n = 1; n <= 5; n++) {
      int nth = n;
      week("MON#" + n, date -> date.getDayOfWeek() == DayOfWeek.MONDAY && (date.getDayOfMonth() - 1) / 7 + 1 == nth);
      week("7#" + n, date -> date.getDayOfWeek() == DayOfWeek.SUNDAY && (date.getDayOfMonth() - 1) / 7 + 1 == nth);
    }
    week("7,TUE-THU", date -> date.getDayOfWeek() == DayOfWeek.SUNDAY
        || date.getDayOfWeek().compareTo(DayOfWeek.TUESDAY) >= 0
            && date.getDayOfWeek().compareTo(DayOfWeek.THURSDAY) <= 0);
    check("13 * FRI", date -> date.getDayOfMonth() == 13 || date.getDayOfWeek() == DayOfWeek.FRIDAY);
    check("*/2 * FRI", date -> date.getDayOfMonth() % 2 == 1 && date.getDayOfWeek() == DayOfWeek.FRIDAY);
    check("29 2 *", date -> date.getMonthValue() == 2 && date.getDayOfMonth() == 29);
  }

  private static void week(String field, Predicate<LocalDate> expected) {
    check("* * " + field, expected);
  }

  private static void check(String days, Predicate<LocalDate> expected) {
    String text = "0 0 " + days + " * *".substring(0, 2 * (3 - days.split(" ").length));
    CronExpression cron = CronExpression.parse(text).orElseThrow();
    for (LocalDate date = LocalDate.of(1970, 1, 1); date.getYear() < 2041; date = date.plusDays(1)) {
      int first = date.withDayOfMonth(1).getDayOfWeek().getValue() % 7;
      boolean named = (cron.days(date.getMonthValue(), date.lengthOfMonth(), first) >>> date.getDayOfMonth() & 1) == 1;
      assertThat(named).as("%s on %s", text, date).isEqualTo(expected.test(date));
    }
  }

  private static LocalDate nearest(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
      case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
      default -> date;
    };
  }

  private static LocalDate lastWeekday(LocalDate date) {
    return nearest(date.with(TemporalAdjusters.lastDayOfMonth()));
  }
}
