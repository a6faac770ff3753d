package io.tidemill.dsl;

import io.tidemill.dsl.graph.CalendarNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The working days of a schedule: days of the week without holidays. Immutable and safe for use by several threads.
///
/// ```java
/// var trading = BusinessCalendar.weekdays().named("trading").except(LocalDate.of(2026, 12, 25)).roll(DayRoll.FOLLOWING);
/// ```
///
/// On any other day there is no slot: not a missed or a skipped one, none. With a [DayRoll] it is moved to a working day instead.
public final class BusinessCalendar {
  /// Most holidays of a calendar.
  public static final int MAX_HOLIDAYS = 10_000;

  static final BusinessCalendar EVERY_DAY = new BusinessCalendar("", EnumSet.allOf(DayOfWeek.class), new TreeSet<>(),
      DayRoll.NONE, List.of());

  private static final int MOST_ROLLED = 28;
  private static final int CYCLE = 400; // years after which days of the week repeat

  private static final int[] BEFORE_MONTH = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

  private final String name;
  private final Set<DayOfWeek> weekdays;
  private final NavigableSet<LocalDate> holidays;
  private final DayRoll roll;
  private final List<Problem> faults;
  private final int[] open = new int[7]; // by weekday of the first of a month: days that are days of the calendar's week
  private final Map<Integer, Integer> closed = new HashMap<>(); // by year * 12 + month: holidays

  private BusinessCalendar(String name, Set<DayOfWeek> weekdays, NavigableSet<LocalDate> holidays, DayRoll roll,
      List<Problem> faults) {
    this.name = name;
    this.weekdays = weekdays;
    this.holidays = holidays;
    this.roll = roll;
    this.faults = faults;
    for (var first = 0; first < open.length; first++) {
      for (var day = 1; day <= 31; day++) {
        if (weekdays.contains(DayOfWeek.SUNDAY.plus(first + day - 1L))) {
          open[first] |= 1 << day;
        }
      }
    }
    for (var holiday : holidays) {
      closed.merge(holiday.getYear() * 12 + holiday.getMonthValue(), 1 << holiday.getDayOfMonth(), (a, b) -> a | b);
    }
  }

  /// Monday to Friday.
  public static BusinessCalendar weekdays() {
    return of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
  }

  /// Every day of the week, to be followed by [#except].
  public static BusinessCalendar everyDay() {
    return EVERY_DAY;
  }

  /// Certain days of the week.
  public static BusinessCalendar of(DayOfWeek... days) {
    var week = EnumSet.noneOf(DayOfWeek.class);
    week.addAll(Arrays.asList(days));
    return new BusinessCalendar("", week, new TreeSet<>(), DayRoll.NONE, List.of());
  }

  /// A calendar as the graph holds it.
  public static BusinessCalendar of(CalendarNode node) {
    var week = EnumSet.noneOf(DayOfWeek.class);
    for (var day : DayOfWeek.values()) {
      if (node.weekdays().contains(word(day))) {
        week.add(day);
      }
    }
    var holidays = new TreeSet<LocalDate>();
    node.holidays().forEach(date -> holidays.add(LocalDate.parse(date)));
    return new BusinessCalendar(node.name(), week, holidays, node.roll(), List.of());
  }

  /// A name to show, up to 200 characters.
  public BusinessCalendar named(String shown) {
    return new BusinessCalendar(Objects.requireNonNull(shown, "shown"), weekdays, holidays, roll, faults);
  }

  /// Without these days, beside those left out already.
  public BusinessCalendar except(LocalDate... days) {
    return except(Arrays.asList(days));
  }

  /// Without these days, beside those left out already. Up to 10,000 in all.
  public BusinessCalendar except(Collection<LocalDate> days) {
    var all = new TreeSet<>(holidays);
    all.addAll(days);
    return new BusinessCalendar(name, weekdays, all, roll, faults);
  }

  /// Without the days of a list, beside those left out already: a date like `2026-12-25` at the beginning of each line, words after it,
  /// `#` before a remark. `tidemill holidays FILE.ics` makes one of an iCalendar file.
  public BusinessCalendar exceptList(String text) {
    return except(HolidayText.parse("the list", text));
  }

  /// As [#exceptList], with the list in a resource of the bundle.
  ///
  /// @param owner class beside which the resource is
  /// @param name of the resource, such as `holidays.txt`
  public BusinessCalendar exceptResource(Class<?> owner, String name) {
    return except(HolidayText.resource(owner, name));
  }

  private BusinessCalendar except(HolidayText text) {
    var all = new TreeSet<>(holidays);
    all.addAll(text.dates());
    var wrong = new ArrayList<>(faults);
    wrong.addAll(text.problems());
    return new BusinessCalendar(name, weekdays, all, roll, wrong);
  }

  /// What becomes of a slot on a day that is no working day: [DayRoll#NONE] by default.
  public BusinessCalendar roll(DayRoll rule) {
    return new BusinessCalendar(name, weekdays, holidays, Objects.requireNonNull(rule, "rule"), faults);
  }

  /// True where the day is a working day.
  public boolean isWorkingDay(LocalDate date) {
    return weekdays.contains(date.getDayOfWeek()) && !holidays.contains(date);
  }

  /// What becomes of a slot on a day that is no working day.
  public DayRoll roll() {
    return roll;
  }

  /// The days of a month on which a cron expression has slots, moved as the calendar says.
  ///
  /// @param month 1 to 12
  /// @return bit d is set where day d has slots
  public int days(CronExpression cron, int year, int month) {
    var first = first(year, month);
    var length = length(year, month);
    var named = cron.days(month, length, first);
    if (this == EVERY_DAY) {
      return named;
    }
    var working = working(year, month, length, first);
    return switch (roll) {
      case NONE -> named & working;
      case FOLLOWING -> following(cron, year, month, named, working);
      case PRECEDING -> preceding(cron, year, month, length, named, working);
    };
  }

  private int following(CronExpression cron, int year, int month, int named, int working) {
    var found = named & working;
    for (var missed = named & ~working; missed != 0; missed &= missed - 1) {
      var later = working & -Integer.lowestOneBit(missed);
      found |= near(missed, Integer.lowestOneBit(later)) ? Integer.lowestOneBit(later) : 0;
    }
    var monthBefore = month == 1 ? 12 : month - 1;
    var yearBefore = month == 1 ? year - 1 : year;
    var length = length(yearBefore, monthBefore);
    var first = first(yearBefore, monthBefore);
    var left = cron.days(monthBefore, length, first);
    var lastWorking = Integer.highestOneBit(working(yearBefore, monthBefore, length, first));
    left = lastWorking == 0 ? left : left & -(lastWorking << 1);
    if (left != 0 && working != 0
        && length - day(Integer.highestOneBit(left)) + day(Integer.lowestOneBit(working)) <= MOST_ROLLED) {
      found |= Integer.lowestOneBit(working);
    }
    return found;
  }

  private int preceding(CronExpression cron, int year, int month, int length, int named, int working) {
    var found = named & working;
    for (var missed = named & ~working; missed != 0; missed &= missed - 1) {
      var earlier = Integer.highestOneBit(working & Integer.lowestOneBit(missed) - 1);
      found |= near(missed, earlier) ? earlier : 0;
    }
    var monthAfter = month == 12 ? 1 : month + 1;
    var yearAfter = month == 12 ? year + 1 : year;
    var lengthAfter = length(yearAfter, monthAfter);
    var first = first(yearAfter, monthAfter);
    var left = cron.days(monthAfter, lengthAfter, first);
    var firstWorking = Integer.lowestOneBit(working(yearAfter, monthAfter, lengthAfter, first));
    left = firstWorking == 0 ? left : left & firstWorking - 1;
    if (left != 0 && working != 0
        && length - day(Integer.highestOneBit(working)) + day(Integer.lowestOneBit(left)) <= MOST_ROLLED) {
      found |= Integer.highestOneBit(working);
    }
    return found;
  }

  private static boolean near(int missed, int found) {
    return found != 0 && Math.abs(day(Integer.lowestOneBit(missed)) - day(found)) <= MOST_ROLLED;
  }

  private static int day(int bit) {
    return Integer.numberOfTrailingZeros(bit);
  }

  private int working(int year, int month, int length, int first) {
    return open[first] & (int) ((1L << (length + 1)) - 2)
        & ~(closed.isEmpty() ? 0 : closed.getOrDefault(year * 12 + month, 0));
  }

  /// Day of the week of the first of a month, 0 for Sunday. Without the JDK's dates, as sparse expressions ask for many months.
  private static int first(int year, int month) {
    var before = year - 1L;
    var days = 365 * before + Math.floorDiv(before, 4L) - Math.floorDiv(before, 100L) + Math.floorDiv(before, 400L)
        + BEFORE_MONTH[month] + (month > 2 && Year.isLeap(year) ? 1 : 0);
    return (int) Math.floorMod(days + 1, 7L); // 1 January of the year 1 was a Monday
  }

  private static int length(int year, int month) {
    return month == 2 ? Year.isLeap(year) ? 29 : 28 : 30 + (month + (month >> 3) & 1);
  }

  /// True where an expression ever has a slot: looked up over one cycle of the calendar after the last holiday.
  boolean has(CronExpression cron) {
    if (weekdays.isEmpty()) {
      return false;
    }
    var from = holidays.isEmpty() ? 2000 : holidays.last().getYear();
    for (var year = from; year <= from + CYCLE; year++) {
      for (var month = 1; month <= 12; month++) {
        if (days(cron, year, month) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /// True where an expression has a slot on a day from `first` to `last`, both included.
  boolean has(CronExpression cron, LocalDate first, LocalDate last) {
    var end = YearMonth.from(last);
    for (var month = YearMonth.from(first); !month.isAfter(end); month = month.plusMonths(1)) {
      var found = days(cron, month.getYear(), month.getMonthValue());
      if (month.equals(YearMonth.from(first))) {
        found &= -1 << first.getDayOfMonth();
      }
      if (month.equals(end)) {
        found &= (int) ((1L << (last.getDayOfMonth() + 1)) - 1);
      }
      if (found != 0) {
        return true;
      }
    }
    return false;
  }

  CalendarNode node() {
    return new CalendarNode(name, weekdays.stream().map(BusinessCalendar::word).toList(),
        holidays.stream().map(LocalDate::toString).toList(), roll);
  }

  /// What is wrong with the calendar.
  List<Problem> problems() {
    if (!faults.isEmpty()) {
      return faults;
    }
    if (weekdays.isEmpty()) {
      return List.of(new Problem("bad-calendar", "", "a calendar with at least one day of the week", "none", ""));
    }
    if (holidays.size() > MAX_HOLIDAYS) {
      return List.of(new Problem("bad-calendar", "", "at most " + Limits.grouped(MAX_HOLIDAYS) + " holidays",
          Limits.grouped(holidays.size()), "Leave out the years that are long over."));
    }
    if (!holidays.isEmpty() && (holidays.first().getYear() < 1900 || holidays.last().getYear() > 8_999)) {
      return List.of(new Problem("bad-calendar", "", "holidays in the years 1900 to 8999",
          holidays.first() + " to " + holidays.last(), ""));
    }
    if (name.length() > Limits.NAME) {
      return List.of(new Problem("bad-calendar", "", "a name of at most " + Limits.NAME + " characters",
          Limits.grouped(name.length()) + " characters", ""));
    }
    return List.of();
  }

  static String word(DayOfWeek day) {
    return day.name().substring(0, 3);
  }

  @Override public String toString() {
    return name.isEmpty() ? "calendar of " + weekdays : "calendar " + name;
  }
}
