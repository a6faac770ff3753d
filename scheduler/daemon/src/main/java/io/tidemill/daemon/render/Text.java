package io.tidemill.daemon.render;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Formats untrusted text, times and durations for a terminal.
public final class Text {
  private Text() {}

  /// The text on one line, without control characters.
  public static String line(String text) {
    return clean(text, false);
  }

  /// The text with its lines and tabs, without other control characters.
  public static String block(String text) {
    return clean(text, true);
  }

  private static String clean(String text, boolean lines) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = (lines && (c == '\n' || c == '\t')) || !(Character.isISOControl(c) || reordering(c));
      if (!kept && clean == null) {
        clean = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (clean != null) {
        if (kept) {
          clean.append(c);
        } else if (c != '\r') {
          clean.append(c == '\n' || c == '\t' ? ' ' : '\ufffd');
        }
      }
    }
    return clean == null ? text : clean.toString();
  }

  /// Characters that change the direction of text.
  private static boolean reordering(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }

  /// A number of things, such as `1 task` or `2 tasks`.
  ///
  /// @param noun its singular, whose plural ends in s
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /// The text, cut to a number of characters.
  public static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, Math.max(0, max - 1)) + "…";
  }

  /// Time between two instants; empty if the first is null.
  public static String span(@Nullable Instant from, @Nullable Instant to) {
    return from == null ? "" : span(Duration.between(from, to == null ? Instant.now() : to));
  }

  /// A duration for people.
  public static String span(Duration duration) {
    double seconds = Math.max(0, duration.toMillis()) / 1000.0;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }
}
