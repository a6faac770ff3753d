package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.port.Logs;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A line of a run's logs, as the cursor of a search.
///
/// @param line its number, 0: before the first
record LogPosition(int task, int shard, int attempt, long line) {
  static final LogPosition BEGIN = new LogPosition(-1, -1, 0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(-1|\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,18})");
  private static final Comparator<Logs.Source> ORDER = Comparator.comparingInt(Logs.Source::task)
      .thenComparingInt(Logs.Source::shard)
      .thenComparingInt(Logs.Source::attempt);

  static LogPosition of(Logs.Source source, long line) {
    return new LogPosition(source.task(), source.shard(), source.attempt(), line);
  }

  /// Parses a cursor.
  ///
  /// @throws RefusedException if it was not issued here
  static LogPosition parse(@Nullable String cursor) {
    if (cursor == null) {
      return BEGIN;
    }
    Matcher form = FORM.matcher(cursor);
    if (!form.matches()) {
      throw RefusedException.of(Kind.INVALID, "bad-cursor", "after",
          "Expected the cursor of the answer before, but found '" + cursor + "'");
    }
    return new LogPosition(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)), Long.parseLong(form.group(4)));
  }

  /// Whether all of a log lies before it.
  boolean isAfter(Logs.Source source) {
    return ORDER.compare(source, new Logs.Source(task, shard, attempt, 0)) < 0;
  }

  /// Whether it lies in a log.
  boolean isIn(Logs.Source source) {
    return ORDER.compare(source, new Logs.Source(task, shard, attempt, 0)) == 0;
  }

  String text() {
    return task + "." + shard + "." + attempt + "." + line;
  }
}
