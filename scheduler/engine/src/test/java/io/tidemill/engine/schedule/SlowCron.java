package io.tidemill.engine.schedule;

import io.tidemill.dsl.DaylightPolicy;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A cron expression whose slots are found the slow way, which is easy to believe: every real minute (every real second where an
/// offset is no whole minute) is looked at, on the clocks of the zone.
///
/// @param text the expression
/// @param weekdays days of the week that count, empty for all
/// @param everyInstant hour or minute has a `*` or a step
record SlowCron(String text, Set<Integer> minutes, Set<Integer> hours, Set<DayOfWeek> weekdays, boolean everyInstant) {

  /// An expression of fixed times or steps.
  static SlowCron random(Random random) {
    Set<Integer> minutes = new TreeSet<>();
    Set<Integer> hours = new TreeSet<>();
    boolean every = random.nextInt(3) == 0;
    String minuteText = field(random, 60, every && random.nextBoolean(), minutes);
    boolean step = minuteText.contains("*");
    String hourText = field(random, 24, every && !step || every && random.nextBoolean(), hours);
    Set<DayOfWeek> weekdays = new TreeSet<>();
    if (random.nextInt(4) == 0) {
      random.ints(1 + random.nextInt(4), 1, 8).forEach(day -> weekdays.add(DayOfWeek.of(day)));
    }
    String days = weekdays.isEmpty()
        ? "*"
        : weekdays.stream().map(day -> day.getValue() % 7 + "").collect(Collectors.joining(","));
    return new SlowCron(minuteText + " " + hourText + " * * " + days, minutes, hours, weekdays, every);
  }

  private static String field(Random random, int size, boolean step, Set<Integer> values) {
    if (step) {
      int by = 1 + random.nextInt(size / 2);
      IntStream.iterate(0, value -> value < size, value -> value + by).forEach(values::add);
      return by == 1 ? "*" : "*/" + by;
    }
    if (size == 24 && random.nextBoolean()) {
      int from = random.nextInt(4);
      int to = from + random.nextInt(4);
      IntStream.rangeClosed(from, to).forEach(values::add);
      return from + "-" + to;
    }
    int most = size == 24 ? 4 + random.nextInt(20) : size;
    random.ints(1 + random.nextInt(3), 0, most).forEach(values::add);
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private boolean matches(LocalDateTime local) {
    LocalDate date = local.toLocalDate();
    return local.getSecond() == 0 && minutes.contains(local.getMinute()) && hours.contains(local.getHour())
        && (weekdays.isEmpty() || weekdays.contains(date.getDayOfWeek()));
  }

  /// The slots in a stretch of time, both ends included.
  List<Instant> slots(ZoneId zone, DaylightPolicy policy, Instant from, Instant to) {
    ZoneRules rules = zone.getRules();
    List<Instant> found = new ArrayList<>();
    for (Instant at = from; !at.isAfter(to); at = at.plusSeconds(step(rules, at))) {
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      boolean named = matches(local)
          && (everyInstant || policy == DaylightPolicy.BOTH
              || rules.getValidOffsets(local).getFirst().equals(rules.getOffset(at)));
      if (named || !everyInstant && policy != DaylightPolicy.SKIP && fellIntoGap(rules.nextTransition(at.minusNanos(1)),
          at)) {
        found.add(at);
      }
    }
    return found;
  }

  private boolean fellIntoGap(ZoneOffsetTransition transition, Instant at) {
    if (transition == null || !transition.getInstant().equals(at) || !transition.isGap()) {
      return false;
    }
    for (LocalDateTime local = transition.getDateTimeBefore(); local
        .isBefore(transition.getDateTimeAfter()); local = local
            .plusSeconds(1)) {
      if (matches(local)) {
        return true;
      }
    }
    return false;
  }

  private static int step(ZoneRules rules, Instant at) {
    boolean whole = rules.getOffset(at).getTotalSeconds() % 60 == 0
        && rules.getOffset(at.plusSeconds(60)).getTotalSeconds() % 60 == 0 && at.getEpochSecond() % 60 == 0;
    return whole ? 60 : 1;
  }
}
