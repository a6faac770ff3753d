package io.tidemill.dsl;

import io.tidemill.dsl.text.DurationText;
import io.tidemill.dsl.text.MessageText;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/// The bounds of what may be declared; each checks a value and reports it as a problem.
final class Limits {
  static final int TASKS = 100_000;
  static final int SHARDS = 10_000_000;
  static final int ATTEMPTS = 1_000;
  static final int PRIORITY = 1_000_000;
  static final int NAME = 200;
  static final int TEXT = 100_000;
  static final int WORDS = 100;
  static final int SCHEDULES = 100;
  static final Duration LONGEST = Duration.ofDays(3_650);
  static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0," + (NAME - 1) + "}");

  private final Problems problems;

  Limits(Problems problems) {
    this.problems = problems;
  }

  /// A name of letters, digits, `-`, `_` and `.`, as it stands in paths and addresses.
  boolean name(String what, String name, String place) {
    if (NAMES.matcher(name).matches()) {
      return true;
    }
    problems.add("bad-name", place,
        "1 to " + NAME + " of the characters A-Z a-z 0-9 - _ . as " + what + ", with a letter, digit or _ first",
        MessageText.text(name) + (name.length() > NAME ? ", " + name.length() + " characters" : ""), "");
    return false;
  }

  void names(String what, Collection<String> names, String place) {
    if (names.size() > WORDS) {
      problems.add("too-many-words", place, "at most " + WORDS + " of the kind: " + what, names.size() + "", "");
    }
    names.stream().limit(WORDS).forEach(name -> name(what, name, place));
  }

  void text(String what, String text, int most, String place) {
    if (text.length() > most) {
      problems.add("text-too-long", place, "at most " + grouped(most) + " characters as " + what,
          grouped(text.length()) + " characters", "");
    }
  }

  boolean number(String what, long value, long least, long most, String place) {
    return fits(value >= least && value <= most, "out-of-range", place,
        what + " from " + grouped(least) + " to " + grouped(most), grouped(value));
  }

  boolean number(String what, double value, double least, double most, String place) {
    return fits(value >= least && value <= most, "out-of-range", place, what + " from " + least + " to " + most,
        value + "");
  }

  private boolean fits(boolean good, String code, String place, String expected, String found) {
    if (!good) {
      problems.add(code, place, expected, found, "");
    }
    return good;
  }

  /// A time limit: at least a millisecond, at most ten years.
  void duration(String what, Duration value, String place) {
    duration(what, value, Duration.ofMillis(1), LONGEST, place);
  }

  boolean duration(String what, Duration value, Duration least, Duration most, String place) {
    return fits(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, "bad-duration", place,
        what + " from " + shown(least) + " to " + most.toDays() + " days", DurationText.of(value));
  }

  /// The wait before the last attempt of a policy without a cap.
  void lastWait(double millis, String place) {
    if (millis > LONGEST_WAIT.toMillis()) {
      problems.add("backoff-overflow", place, "waits of at most 365 days",
          "a wait of " + Math.round(millis / 86_400_000.0) + " days before the last attempt",
          "Set .cap(…) on the retry policy.");
    }
  }

  private static String shown(Duration least) {
    return least.isZero() ? "0" : least.toMillis() + " ms";
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
