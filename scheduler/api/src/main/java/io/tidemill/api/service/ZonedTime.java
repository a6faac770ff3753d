package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// An instant as people write it: a date, a local time of a zone, or the instant itself.
final class ZonedTime {
  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private ZonedTime() {}

  /// A local time that the clocks leave out is the end of the gap; one that they show twice is the first.
  ///
  /// @param field what it is asked as
  static Instant parse(String field, String text, ZoneId zone) {
    try {
      Instant time = read(text, zone);
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException _) {
      // Refused below.
    }
    throw new RefusedException(Kind.INVALID, List.of(new ApiError("bad-time", field, "Expected as " + field
        + " a date (2026-03-01), a local time of " + zone + " (2026-03-01T02:30) or an instant (2026-03-01T01:30:00Z)"
        + " from 1900 to 2200, but found '" + text + "'", text, "")));
  }

  private static Instant read(String text, ZoneId zone) {
    if (!text.contains("T")) {
      return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }
    boolean real = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
    if (real) {
      return OffsetDateTime.parse(text).toInstant();
    }
    LocalDateTime local = LocalDateTime.parse(text);
    var gap = zone.getRules().getTransition(local);
    return gap != null && gap.isGap() ? gap.getInstant() : local.atZone(zone).toInstant();
  }

  /// An instant on the clocks of a zone, with its offset.
  static String local(Instant time, String zone) {
    return OffsetDateTime.ofInstant(time, ZoneId.of(zone)).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
