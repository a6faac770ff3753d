package io.tidemill.dsl;

import io.tidemill.dsl.graph.QuietNode;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A window of time in which slots are skipped, on the clocks of the schedule's zone; its end is not part of it. Immutable.
///
/// ```java
/// Cron.hourly(0, "Europe/Berlin").quiet(QuietWindow.daily(LocalTime.of(22, 0), LocalTime.of(6, 0)));
/// ```
///
/// A slot in the window exists, and is recorded as skipped; one in the hole of a [BusinessCalendar] does not exist.
public final class QuietWindow {
  private final @Nullable LocalDateTime from;
  private final @Nullable LocalDateTime to;
  private final @Nullable LocalTime daily;
  private final @Nullable LocalTime until;
  private final Set<DayOfWeek> weekdays;

  private QuietWindow(@Nullable LocalDateTime from, @Nullable LocalDateTime to, @Nullable LocalTime daily,
      @Nullable LocalTime until, Set<DayOfWeek> weekdays) {
    this.from = from;
    this.to = to;
    this.daily = daily;
    this.until = until;
    this.weekdays = weekdays;
  }

  /// A window on every day, or on certain days of the week.
  ///
  /// @param from a time of whole minutes
  /// @param to a time of whole minutes; one not after `from` is on the next day
  /// @param weekdays days on which the window begins, none for every day
  public static QuietWindow daily(LocalTime from, LocalTime to, DayOfWeek... weekdays) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    days.addAll(Arrays.asList(weekdays));
    return new QuietWindow(null, null, Objects.requireNonNull(from, "from"), Objects.requireNonNull(to, "to"), days);
  }

  /// A single window.
  ///
  /// @param from date and time of whole minutes
  /// @param to later date and time of whole minutes
  public static QuietWindow between(LocalDateTime from, LocalDateTime to) {
    return new QuietWindow(Objects.requireNonNull(from, "from"), Objects.requireNonNull(to, "to"), null, null,
        EnumSet.noneOf(DayOfWeek.class));
  }

  QuietNode node() {
    return new QuietNode(from == null ? daily + "" : from + "", to == null ? until + "" : to + "",
        weekdays.stream().map(BusinessCalendar::word).toList());
  }

  List<Problem> problems() {
    var good = (from == null || to == null)
        ? whole(daily) && whole(until)
        : whole(from.toLocalTime()) && whole(to.toLocalTime()) && from.isBefore(to);
    return good
        ? List.of()
        : List.of(new Problem("bad-quiet-window", "", "a window of whole minutes that ends after it begins",
            node().from() + " to " + node().to(), ""));
  }

  private static boolean whole(@Nullable LocalTime time) {
    return time != null && time.truncatedTo(ChronoUnit.MINUTES).equals(time);
  }
}
