package io.tidemill.dsl;

import java.time.Month;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the five fields of a cron expression and says what is wrong with them.
final class CronSyntax {
  private static final int MAX = 500;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
  private static final Pattern QUARTZ = Pattern.compile(".*[LW#?].*");
  private static final List<Field> FIELDS = List.of(new Field("minute", 0, 59, List.of()),
      new Field("hour", 0, 23, List.of()), new Field("day of month", 1, 31, List.of()),
      new Field("month", 1, 12,
          List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
      new Field("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")));

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

  private final List<Problem> problems = new ArrayList<>();

  private CronSyntax() {}

  static List<Problem> problems(String expression) {
    var syntax = new CronSyntax();
    syntax.check(expression);
    return syntax.problems;
  }

  private void check(String expression) {
    var texts = expression.split(" ", -1);
    if (expression.length() > MAX || texts.length != FIELDS.size()) {
      problems.add(new Problem("bad-cron", "",
          "five fields: minute, hour, day of month, month, day of week, in up to " + MAX + " characters",
          MessageText.text(expression),
          texts.length == 6 || texts.length == 7 ? "Leave out seconds and year." : ""));
      return;
    }
    var sets = new ArrayList<BitSet>();
    for (var i = 0; i < texts.length; i++) {
      sets.add(field(FIELDS.get(i), texts[i]));
    }
    if (problems.isEmpty() && texts[4].equals("*") && !fires(sets.get(2), sets.get(3))) {
      problems.add(new Problem("never-fires", "", "a day that exists in one of the months",
          "day of month " + texts[2] + " in month " + texts[3], "This schedule would never fire."));
    }
  }

  private static boolean fires(BitSet days, BitSet months) {
    return months.stream().anyMatch(month -> days.nextSetBit(1) <= Month.of(month).maxLength());
  }

  private BitSet field(Field field, String text) {
    var values = new BitSet();
    for (var part : text.split(",", -1)) {
      part(field, part, values);
    }
    return values;
  }

  private void part(Field field, String part, BitSet values) {
    var slash = part.indexOf('/');
    var base = slash < 0 ? part : part.substring(0, slash);
    var step = 1;
    if (slash >= 0) {
      var text = part.substring(slash + 1);
      var span = field.max - field.min + 1;
      step = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
      if (step < 1 || step >= span) {
        problem(field, "a step from 1 to " + (span - 1) + " for the " + field.name, part, "");
        return;
      }
    }
    var dash = base.indexOf('-');
    var from = base.equals("*") ? Integer.valueOf(field.min) : field.value(dash < 0 ? base : base.substring(0, dash));
    var to = base.equals("*") ? Integer.valueOf(field.max) : dash < 0 ? from : field.value(base.substring(dash + 1));
    if (from == null || to == null) {
      problem(field, field.range(), part,
          (field.names.isEmpty() && QUARTZ.matcher(part).matches()) || part.equals("?")
              ? "L, W, # and ? are not part of this syntax; write * for any."
              : "");
    } else if (from > to) {
      problem(field, "a range that goes up, for the " + field.name, part, "Write two ranges with a comma between.");
    } else if (slash >= 0 && dash < 0 && !base.equals("*")) {
      problem(field, "a step over * or a range, for the " + field.name, part,
          "Write " + base + "-" + field.max + part.substring(slash) + ".");
    } else {
      for (var value = from.intValue(); value <= to; value += step) {
        values.set(value);
      }
    }
  }

  private void problem(Field field, String expected, String found, String hint) {
    problems.add(new Problem("bad-cron", "", expected, MessageText.text(found) + " in the field " + field.name, hint));
  }
}
