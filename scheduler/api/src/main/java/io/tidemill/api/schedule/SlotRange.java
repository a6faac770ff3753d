package io.tidemill.api.schedule;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/// A stretch of time whose slots are shown.
///
/// @param to where it ends, not part of it
public record SlotRange(Instant from, Instant to) {
  /// The longest stretch that is shown.
  public static final Duration LONGEST = Duration.ofDays(3_660);

  private static final List<BiFunction<String, ZoneId, Instant>> FORMS = List.of(
      (written, zone) -> LocalDate.parse(written).atStartOfDay(zone).toInstant(),
      (written, zone) -> LocalDateTime.parse(written).atZone(zone).toInstant(),
      (written, zone) -> Instant.parse(written));

  /// @throws RefusedException if it is empty, reversed or too long
  public SlotRange {
    if (!from.isBefore(to)) {
      throw refused("Expected FROM before TO, but found " + from + " and " + to);
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw refused("Expected at most " + LONGEST.toDays() + " days to show, but found "
          + Duration.between(from, to).toDays() + " days");
    }
  }

  /// A stretch as written: dates or local times of a zone, or instants.
  ///
  /// @throws RefusedException if it is none
  public static SlotRange of(String from, String to, ZoneId zone) {
    return new SlotRange(instant(from, zone), instant(to, zone));
  }

  private static Instant instant(String written, ZoneId zone) {
    for (BiFunction<String, ZoneId, Instant> form : FORMS) {
      try {
        return form.apply(written.toUpperCase(Locale.ROOT), zone);
      } catch (DateTimeException _) {
        // the next form
      }
    }
    throw refused("Expected a date like 2026-03-28, a local time like 2026-03-28T02:00 or an instant like"
        + " 2026-03-28T01:00:00Z, but found '" + written + "'");
  }

  private static RefusedException refused(String message) {
    return RefusedException.of(Kind.INVALID, "bad-range", "from", message);
  }
}
