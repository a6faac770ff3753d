package io.tidemill.api.schedule;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.CronExpression;
import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.decide.MaintenancePlan;
import io.tidemill.engine.reply.ResumePlanned.Slots;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The slots of one schedule in a stretch of time, with notes on what became of the times that its declaration names.
///
/// @param dag id of the DAG, empty for a schedule that is of none
/// @param name name of the schedule
/// @param schedule the schedule in the words of its declaration
/// @param zone its time zone
/// @param slots slots, and the times that have none for a reason, in order
/// @param more true where the stretch has more than [#MOST] lines
public record SchedulePreview(String dag, String name, String schedule, String zone, List<SlotLine> slots,
    boolean more) {
  /// Most lines of a preview.
  public static final int MOST = 10_000;

  public SchedulePreview {
    slots = List.copyOf(slots);
  }

  /// What a preview says of a slot.
  public enum State {
    /// A run is created.
    DUE,
    /// In a quiet window.
    SKIPPED,
    /// In a maintenance window: its run is created once that is over.
    WAITS,
    /// In a maintenance window, and not caught up once that is over.
    MISSED,
    /// The declaration names the time, but there is no slot.
    NONE
  }

  /// One line of a preview.
  ///
  /// @param change `+` where only the newer of two compared schedules has the slot, `-` where only the older has it, else empty
  /// @param time the nominal instant
  /// @param local the same on the clocks of the zone
  /// @param intervalStart begin of the interval, `time` where there is no slot
  /// @param runAfter earliest start of the run
  /// @param notes what daylight saving, calendar and quiet windows have to do with it
  public record SlotLine(String change, Instant time, String local, Instant intervalStart, Instant runAfter,
      State state,
      List<String> notes) {
    public SlotLine {
      notes = List.copyOf(notes);
    }

    /// The same if it is one of the slots that wait for the end of a maintenance window.
    private SlotLine in(MaintenanceView window, Slots waiting, ZoneId zone) {
      if (time.toEpochMilli() < waiting.first() || time.toEpochMilli() > waiting.last()) {
        return this;
      }
      boolean runs = waiting.outcome() == SlotOutcome.RUN;
      List<String> noted = new ArrayList<>(notes);
      noted.add("in maintenance until " + SchedulePreview.local(window.to(), zone)
          + (runs ? ": its run is created then" : ": not caught up then"));
      return new SlotLine(change, time, local, intervalStart, runs ? window.to() : runAfter,
          runs ? State.WAITS : State.MISSED, noted);
    }

    private SlotLine with(String sign) {
      return new SlotLine(sign, time, local, intervalStart, runAfter, state, notes);
    }
  }

  /// The slots from an instant, included, to another, not included.
  public static SchedulePreview of(String dag, ScheduleNode schedule, Instant from, Instant to) {
    return of(dag, schedule, from, to, List.of());
  }

  /// The same with what maintenance windows do to them.
  public static SchedulePreview of(String dag, ScheduleNode schedule, Instant from, Instant to,
      List<MaintenanceView> maintenance) {
    SlotSequence slots = SlotSequence.of(dag, schedule);
    ZoneId zone = slots.zone();
    Map<Instant, ScheduledSlot> named = slots(SlotSequence.of(dag, unbent(schedule)), from, to);
    Map<Instant, ScheduledSlot> real = slots(slots, from, to);
    Map<Instant, SlotLine> lines = new TreeMap<>();
    real.values()
        .forEach(slot -> lines.put(slot.time(), new SlotLine("", slot.time(), local(slot.time(), zone),
            slot.intervalStart(), slot.runAfter(), slot.skipped() ? State.SKIPPED : State.DUE,
            notes(schedule, slot, zone, named.containsKey(slot.time())))));
    named.keySet()
        .stream()
        .filter(time -> !real.containsKey(time))
        .forEach(time -> lines.put(time, new SlotLine("", time, local(time, zone), time, time, State.NONE,
            List.of(hole(schedule, time, zone)))));
    for (MaintenanceView window : maintenance) {
      for (Slots waiting : MaintenancePlan.of(dag, schedule, window.from().toEpochMilli(),
          window.to().toEpochMilli())) {
        lines.replaceAll((time, line) -> line.state == State.DUE ? line.in(window, waiting, zone) : line);
      }
    }
    List<SlotLine> shown = lines.values().stream().limit(MOST).toList();
    return new SchedulePreview(dag, schedule.name(), schedule.text(), schedule.zone(), shown, lines.size() > MOST);
  }

  /// What a schedule has that another has not, and the other way round.
  public static SchedulePreview difference(SchedulePreview before, SchedulePreview after) {
    TreeMap<Instant, SlotLine> lines = new TreeMap<>();
    before.slots.stream()
        .filter(line -> line.state != State.NONE)
        .forEach(line -> lines.put(line.time, line.with("-")));
    for (SlotLine line : after.slots) {
      SlotLine old = lines.remove(line.time);
      if (line.state != State.NONE && old == null) {
        lines.put(line.time, line.with("+"));
      } else if (old != null && line.state != old.state) {
        lines.put(line.time, line.with(line.state == State.NONE ? "-" : "+"));
      }
    }
    // Behind the end of one that was cut nothing is known to differ.
    return new SchedulePreview(after.dag, after.name, after.schedule, after.zone,
        List.copyOf(lines.headMap(before.end().isBefore(after.end()) ? before.end() : after.end(), true).values()),
        before.more || after.more);
  }

  /// Up to where it tells everything.
  private Instant end() {
    return more ? slots.getLast().time : Instant.MAX;
  }

  /// The schedule without a calendar, and without a policy that leaves times out: every time that the declaration names.
  private static ScheduleNode unbent(ScheduleNode schedule) {
    return new ScheduleNode(schedule.name(), schedule.kind(), schedule.expression(), schedule.zone(),
        schedule.daylight() == DaylightPolicy.SKIP ? DaylightPolicy.SHIFT : schedule.daylight(), schedule.anchor(),
        schedule.start(), schedule.end(), schedule.jitterMillis(), schedule.pointInTime(), schedule.catchUp(),
        schedule.catchUpAfterPause(), null, schedule.quiet(), schedule.requires(),
        schedule.lateness(), schedule.place());
  }

  private static Map<Instant, ScheduledSlot> slots(SlotSequence slots, Instant from, Instant to) {
    Map<Instant, ScheduledSlot> found = new TreeMap<>();
    ScheduledSlot slot = slots.next(from.minusNanos(1));
    while (slot != null && slot.time().isBefore(to) && found.size() <= MOST) {
      found.put(slot.time(), slot);
      slot = slots.next(slot.time());
    }
    return found;
  }

  static String local(Instant time, ZoneId zone) {
    return LocalDateTime.ofInstant(time, zone) + zone.getRules().getOffset(time).getId();
  }

  private static String hole(ScheduleNode schedule, Instant time, ZoneId zone) {
    if (schedule.calendar() != null) {
      BusinessCalendar calendar = BusinessCalendar.of(schedule.calendar());
      if (!calendar.isWorkingDay(LocalDateTime.ofInstant(time, zone).toLocalDate())) {
        return switch (calendar.roll()) {
          case NONE -> "no working day";
          case FOLLOWING -> "no working day: moved to the next one";
          case PRECEDING -> "no working day: moved to the one before";
        };
      }
    }
    return "the clocks leave this time out";
  }

  private static List<String> notes(ScheduleNode schedule, ScheduledSlot slot, ZoneId zone, boolean named) {
    List<String> notes = new ArrayList<>();
    LocalDateTime local = LocalDateTime.ofInstant(slot.time(), zone);
    ZoneOffsetTransition last = zone.getRules().previousTransition(slot.time().plusSeconds(1));
    if (last != null && last.getInstant().isAfter(slot.intervalStart()) && !slot.intervalStart().equals(slot.time())) {
      Duration by = last.getDuration();
      notes.add("clocks " + (by.isNegative() ? "back" : "forward") + " by " + amount(by.abs()) + " at "
          + last.getDateTimeBefore().toLocalTime());
    }
    if (last != null && last.isGap() && last.getInstant().equals(slot.time()) && moved(schedule, local.toLocalTime())) {
      notes.add("time left out: moved to the end of the gap");
    }
    var offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() > 1) {
      notes.add("shown twice: "
          + (offsets.getFirst().equals(zone.getRules().getOffset(slot.time())) ? "first" : "second"));
    }
    if (!named) {
      notes.add("moved here by the calendar");
    }
    if (slot.skipped()) {
      notes.add("in a quiet window");
    }
    return notes;
  }

  private static boolean moved(ScheduleNode schedule, LocalTime time) {
    int second = time.toSecondOfDay();
    return schedule.kind() == ScheduleKind.CRON && CronExpression.parse(schedule.expression())
        .filter(cron -> !cron.everyInstant() && cron.timeFrom(second) != second)
        .isPresent();
  }

  private static String amount(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
