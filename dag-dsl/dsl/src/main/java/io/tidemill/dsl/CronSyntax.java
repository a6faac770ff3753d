package io.tidemill.dsl;

import io.tidemill.dsl.CronExpression.CronDays;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a cron expression and says what is wrong with them.
final class CronSyntax {
  static final int MAX = 500;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
  private static final Pattern FROM_END = Pattern.compile("L-(\\d{1,2})");
  private static final Pattern NEAREST = Pattern.compile("(\\d{1,2})W");
  private static final Pattern NTH = Pattern.compile("([A-Z0-9]+)#(\\d{1,2})");
  private static final Pattern QUARTZ = Pattern.compile(".*[LW#?].*");
  private static final int MOST_FROM_END = 30;
  private static final Map<String, String> NICKNAMES = Map.of("@YEARLY", "0 0 1 1 *", "@ANNUALLY", "0 0 1 1 *",
      "@MONTHLY", "0 0 1 * *", "@WEEKLY", "0 0 * * 0", "@DAILY", "0 0 * * *", "@MIDNIGHT", "0 0 * * *", "@HOURLY",
      "0 * * * *");
  private static final Field SECOND = new Field("second", 0, 59, List.of());
  private static final Field MINUTE = new Field("minute", 0, 59, List.of());
  private static final Field HOUR = new Field("hour", 0, 23, List.of());
  private static final Field DAY = new Field("day of month", 1, 31, List.of());
  private static final Field MONTH = new Field("month", 1, 12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
  private static final Field WEEKDAY = new Field("day of week", 0, 7,
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  /// @param names names of the values from `min` on, none where there are only numbers
  private record Field(String name, int min, int max, List<String> names) {
    @Nullable Integer value(String text) {
      var named = names.indexOf(text);
      if (named >= 0) {
        return min + named;
      }
      if (!NUMBER.matcher(text).matches()) {
        return null;
      }
      var value = Integer.parseInt(text);
      return value < min || value > max ? null : value;
    }

    String range() {
      return name + " from " + min + " to " + max
          + (names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast());
    }
  }

  private final String expression;
  private final List<Problem> problems = new ArrayList<>();
  private int fromEnd;
  private int nearest;
  private boolean lastWeekday;
  private long nth;
  private int lastOfWeek;

  CronSyntax(String expression) {
    this.expression = expression;
  }

  List<Problem> problems() {
    return problems;
  }

  /// The expression, nothing where there are problems.
  Optional<CronExpression> read() {
    if (expression.length() > MAX) {
      return wrong("");
    }
    if (expression.startsWith("@")) {
      return nickname();
    }
    var texts = expression.split(" ", -1);
    if (texts.length != 5 && texts.length != 6) {
      return wrong(texts.length == 7 ? "Leave out the year." : "");
    }
    var fields = texts.length == 6 ? texts : ("0 " + expression).split(" ", -1);
    var seconds = bits(SECOND, fields[0]);
    var minutes = bits(MINUTE, fields[1]);
    var hours = (int) bits(HOUR, fields[2]);
    var ofMonth = (int) bits(DAY, fields[3]);
    var months = (int) bits(MONTH, fields[4]);
    var week = (int) bits(WEEKDAY, fields[5]);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    var days = new CronDays(ofMonth, fromEnd, nearest, lastWeekday, any(fields[3]), (week | week >> 7) & 0x7f, nth,
        lastOfWeek, any(fields[5]));
    var everyInstant = Arrays.stream(fields, 0, 3).anyMatch(text -> text.contains("*") || text.contains("/"));
    var read = new CronExpression(seconds, minutes, hours, months, days, everyInstant);
    if (!BusinessCalendar.EVERY_DAY.has(read)) {
      problems.add(new Problem("never-fires", "", "a day that exists in one of the months",
          "day of month " + fields[3] + " in month " + fields[4] + (any(fields[5]) ? "" : " on " + fields[5]),
          "This schedule would never fire."));
      return Optional.empty();
    }
    return Optional.of(read);
  }

  private Optional<CronExpression> nickname() {
    var meant = NICKNAMES.get(expression);
    if (meant != null) {
      return new CronSyntax(meant).read();
    }
    problems.add(new Problem("bad-cron", "",
        "one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually, or five or six fields",
        MessageText.text(expression), NearestName.hint(expression,
            NICKNAMES.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList())));
    return Optional.empty();
  }

  private Optional<CronExpression> wrong(String hint) {
    problems.add(new Problem("bad-cron", "",
        "five fields: minute, hour, day of month, month, day of week, or six with the second before them, in up to "
            + MAX + " characters",
        MessageText.text(expression), hint));
    return Optional.empty();
  }

  private static boolean any(String text) {
    return text.startsWith("*") || text.equals("?");
  }

  private long bits(Field field, String text) {
    if (text.equals("?") && (field.equals(DAY) || field.equals(WEEKDAY))) {
      return bits(field, "*");
    }
    var bits = 0L;
    for (var part : text.split(",", -1)) {
      bits |= special(field, part) ? 0 : part(field, part);
    }
    return bits;
  }

  /// Takes the forms of the two day fields that are more than numbers.
  private boolean special(Field field, String part) {
    return field.equals(DAY) ? specialDay(part) : field.equals(WEEKDAY) && specialWeekday(part);
  }

  private boolean specialDay(String part) {
    var before = FROM_END.matcher(part);
    var near = NEAREST.matcher(part);
    if (part.equals("L")) {
      fromEnd |= 1;
    } else if (part.equals("LW") || part.equals("WL")) {
      lastWeekday = true;
    } else if (before.matches() && number(before, 1) <= MOST_FROM_END) {
      fromEnd |= 1 << number(before, 1);
    } else if (near.matches() && number(near, 1) >= 1 && number(near, 1) <= DAY.max) {
      nearest |= 1 << number(near, 1);
    } else {
      return false;
    }
    return true;
  }

  private boolean specialWeekday(String part) {
    var counted = NTH.matcher(part);
    var day = counted.matches() ? WEEKDAY.value(counted.group(1)) : null;
    if (day != null && number(counted, 2) >= 1 && number(counted, 2) <= 5) {
      nth |= 1L << (7 * (number(counted, 2) - 1) + day % 7);
      return true;
    }
    var last = part.length() > 1 && part.endsWith("L") ? WEEKDAY.value(part.substring(0, part.length() - 1)) : null;
    if (last != null) {
      lastOfWeek |= 1 << last % 7;
      return true;
    }
    return false;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private long part(Field field, String part) {
    var slash = part.indexOf('/');
    var base = slash < 0 ? part : part.substring(0, slash);
    var step = 1;
    if (slash >= 0) {
      var text = part.substring(slash + 1);
      var span = field.max - field.min + 1;
      step = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
      if (step < 1 || step >= span) {
        problem(field, "a step from 1 to " + (span - 1) + " for the " + field.name, part, "");
        return 0;
      }
    }
    var dash = base.indexOf('-');
    var from = base.equals("*") ? Integer.valueOf(field.min) : field.value(dash < 0 ? base : base.substring(0, dash));
    var to = base.equals("*") ? Integer.valueOf(field.max) : dash < 0 ? from : field.value(base.substring(dash + 1));
    if (from == null || to == null) {
      problem(field, field.range(), part, hint(field, part));
    } else if (from > to) {
      problem(field, "a range that goes up, for the " + field.name, part, "Write two ranges with a comma between.");
    } else if (slash >= 0 && dash < 0 && !base.equals("*")) {
      problem(field, "a step over * or a range, for the " + field.name, part,
          "Write " + base + "-" + field.max + part.substring(slash) + ".");
    } else {
      var bits = 0L;
      for (var value = from.intValue(); value <= to; value += step) {
        bits |= 1L << value;
      }
      return bits;
    }
    return 0;
  }

  private static String hint(Field field, String part) {
    if (field.equals(DAY) && QUARTZ.matcher(part).matches()) {
      return "Here are known: L, L-3 (three days before the last), LW, 15W (weekday nearest to the 15th).";
    }
    if (field.equals(WEEKDAY) && QUARTZ.matcher(part).matches()) {
      return "Here are known: FRIL (the last Friday), MON#2 (the second Monday, up to #5).";
    }
    return part.equals("?") ? "Write * for any." : "";
  }

  private void problem(Field field, String expected, String found, String hint) {
    problems.add(new Problem("bad-cron", "", expected, MessageText.text(found) + " in the field " + field.name, hint));
  }
}
