package io.tidemill.dsl;

import io.tidemill.dsl.text.MessageText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of holidays as text: a date a line, words after it, `#` before a remark.
///
/// @param dates the dates of the lines that could be read
/// @param problems what is wrong with the others, the first ten
record HolidayText(List<LocalDate> dates, List<Problem> problems) {
  private static final int MOST_PROBLEMS = 10;
  private static final int DATE = 10;
  private static final int MOST_BYTES = 1_000_000;

  static HolidayText parse(String name, String text) {
    var dates = new ArrayList<LocalDate>();
    var problems = new ArrayList<Problem>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var plain = line.strip();
      if (!plain.isEmpty() && !plain.startsWith("#")) {
        var date = date(plain);
        if (date != null) {
          dates.add(date);
        } else if (problems.size() < MOST_PROBLEMS) {
          problems
              .add(new Problem("bad-holidays", "", "a date like 2026-12-25 at the beginning of each line of " + name,
                  MessageText.text(plain) + " in line " + number,
                  plain.startsWith("BEGIN:VCALENDAR")
                      ? "`tidemill holidays FILE.ics` makes such a list of an iCalendar file."
                      : ""));
          if (plain.startsWith("BEGIN:VCALENDAR")) {
            break;
          }
        }
      }
    }
    return new HolidayText(dates, problems);
  }

  private static @Nullable LocalDate date(String line) {
    if (line.length() < DATE || line.length() > DATE && !Character.isWhitespace(line.charAt(DATE))) {
      return null;
    }
    try {
      return LocalDate.parse(line.substring(0, DATE));
    } catch (DateTimeException e) {
      return null;
    }
  }

  static HolidayText resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        return missing("none named " + MessageText.text(name) + " beside " + owner.getName());
      }
      var bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? missing(MessageText.text(name) + " with more bytes")
          : parse(name, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return missing(MessageText.text(name) + ", which cannot be read: " + e);
    }
  }

  private static HolidayText missing(String found) {
    return new HolidayText(List.of(), List.of(new Problem("bad-holidays", "",
        "a list of holidays of up to " + Limits.grouped(MOST_BYTES) + " bytes as a resource of the bundle", found,
        "A single file has no resources: write the list into it with exceptList(\"\"\"…\"\"\").")));
  }
}
