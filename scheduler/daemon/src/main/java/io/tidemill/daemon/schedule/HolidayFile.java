package io.tidemill.daemon.schedule;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.DateEnd;
import biweekly.property.DateStart;
import biweekly.property.Summary;
import biweekly.util.ICalDate;
import io.tidemill.dsl.BusinessCalendar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

/// The holidays of an iCalendar file: its events of whole days, with their repetitions.
///
/// @param dates each holiday with the summary of its event, in order
/// @param timed events that have a time of day, which are left out
public record HolidayFile(Map<LocalDate, String> dates, int timed) {
  /// Most bytes of a file.
  public static final int MOST_BYTES = 20_000_000;

  /// Reads a file.
  ///
  /// @param from first day that counts
  /// @param to last day that counts
  /// @throws IllegalArgumentException if it is not an iCalendar file, or has more holidays than a calendar takes; the message says so
  public static HolidayFile read(byte[] bytes, LocalDate from, LocalDate to) throws IOException {
    ICalendar calendar = Biweekly.parse(new String(bytes, StandardCharsets.UTF_8)).first();
    if (calendar == null) {
      throw new IllegalArgumentException(
          "Expected an iCalendar file (BEGIN:VCALENDAR … END:VCALENDAR), but found none");
    }
    Map<LocalDate, String> dates = new TreeMap<>();
    int timed = 0;
    for (VEvent event : calendar.getEvents()) {
      DateStart start = event.getDateStart();
      if (start != null && start.getValue() != null) {
        if (start.getValue().hasTime()) {
          timed++;
        } else {
          add(event, start.getValue(), from, to, dates);
        }
      }
    }
    return new HolidayFile(dates, timed);
  }

  private static void add(VEvent event, ICalDate start, LocalDate from, LocalDate to, Map<LocalDate, String> dates) {
    Summary summary = event.getSummary();
    String name = summary == null || summary.getValue() == null ? "" : summary.getValue();
    long days = days(event, start);
    TimeZone zone = TimeZone.getDefault(); // dates without a time are read in it
    var repeated = event.getDateIterator(zone);
    repeated.advanceTo(Date.from(from.minusDays(days).atStartOfDay(zone.toZoneId()).toInstant()));
    while (repeated.hasNext()) {
      LocalDate first = date(repeated.next());
      if (first.isAfter(to)) {
        return;
      }
      for (LocalDate day = first; day.isBefore(first.plusDays(days)); day = day.plusDays(1)) {
        if (!day.isBefore(from) && !day.isAfter(to)) {
          dates.merge(day, name, (known, more) -> known.equals(more) ? known : known + ", " + more);
        }
        if (dates.size() > BusinessCalendar.MAX_HOLIDAYS) {
          throw new IllegalArgumentException("Expected at most " + BusinessCalendar.MAX_HOLIDAYS + " holidays from "
              + from + " to " + to + ", but found more; name fewer years with --from and --to");
        }
      }
    }
  }

  /// Days of an event: its end is not part of it, and without an end it is a day.
  private static long days(VEvent event, ICalDate start) {
    DateEnd end = event.getDateEnd();
    if (end != null && end.getValue() != null) {
      return Math.clamp(ChronoUnit.DAYS.between(date(start), date(end.getValue())), 1, BusinessCalendar.MAX_HOLIDAYS);
    }
    var duration = event.getDuration();
    return duration == null || duration.getValue() == null
        ? 1
        : Math.clamp(duration.getValue().toMillis() / 86_400_000L, 1, BusinessCalendar.MAX_HOLIDAYS);
  }

  private static LocalDate date(Date date) {
    return LocalDate.ofInstant(date.toInstant(), ZoneId.systemDefault());
  }
}
