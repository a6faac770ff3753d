package io.tidemill.daemon.config;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.dsl.text.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The values a setting accepts: whole numbers or durations between two bounds, both included.
///
/// @param isTime whether values are durations in ISO-8601, and the bounds seconds
record SettingRange(boolean isTime, long min, long max) {
  static final int MAX_PORT = 65_535;
  /// In MiB.
  static final int MIN_HEAP = Isolation.LEAST_HEAP_MEGABYTES;
  /// The cache has room for the largest bundle, in MiB.
  static final int MAX_BUNDLE = 256;
  /// In MiB.
  static final int TEBIBYTE = 1 << 20;
  /// In seconds.
  static final int HOUR = 3_600;

  static SettingRange number(int min, int max) {
    return new SettingRange(false, min, max);
  }

  static SettingRange seconds(long min, long max) {
    return new SettingRange(true, min, max);
  }

  /// The whole number, null if the text is none within the bounds.
  @Nullable Integer number(String text) {
    try {
      int value = Integer.parseInt(text);
      return value >= min && value <= max ? value : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /// The duration, null if the text is none within the bounds.
  @Nullable Duration duration(String text) {
    try {
      Duration value = Duration.parse(text);
      boolean fits = value.compareTo(Duration.ofSeconds(min)) >= 0 && value.compareTo(Duration.ofSeconds(max)) <= 0;
      return fits ? value : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  @Override public String toString() {
    return isTime
        ? "a duration from " + DurationText.of(Duration.ofSeconds(min)) + " to "
            + DurationText.of(Duration.ofSeconds(max))
            + ", written like PT30S"
        : "a whole number from " + min + " to " + max;
  }
}
