package io.tidemill.daemon.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration as typed: `90s`, `15m`, `1h`, `7d`, or ISO-8601 (`PT15M`).
final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(s|m|h|d)");

  private TimeSpan() {}

  /// Parses a duration.
  ///
  /// @param option the option it was typed for
  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException _) {
      // reported below
    }
    throw new BadInputException(
        "Expected a time like 90s, 15m, 1h, 7d or PT15M for " + option + ", but found '" + text + "'");
  }
}
