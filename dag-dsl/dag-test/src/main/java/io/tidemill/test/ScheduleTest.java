package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.SlotResult;
import io.tidemill.dsl.code.SlotParamsCode;
import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.TaskState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fires the slots of a DAG's schedules under the virtual clock of a [DagTest].
///
/// ```java
/// var nightly = Dag.define("nightly", d -> {
///   d.schedule(Cron.daily("02:30", "Europe/Berlin"));
///   d.task("night").run(String.class, ctx -> ctx.slot().orElseThrow().date() + "");
/// });
/// var runs = DagTest.of(nightly).at("2026-03-28T00:00").runFor(Duration.ofDays(3));
/// assertEquals(3, runs.size());
/// assertEquals("2026-03-29", runs.get(1).result().result("night", String.class));
/// ```
///
/// Each slot has a run of its own, from its earliest start to its end. Its task `slot-params` makes the parameters, where the DAG takes any;
/// what throws there, takes too long or does not fit is a run that failed, and the slots go on. Runs do not wait for each other: overlap, catch-up and assets are the matter of
/// a [SchedulerTest], in which slots wait for slots of other DAGs too. A run that starts or ends later than the
/// schedule expects says so; a backfill is never late. Not safe for use by several threads.
///
/// @param <P> the DAG's parameter record
public final class ScheduleTest<P> {
  /// Most slots of a test.
  public static final int MOST_SLOTS = 10_000;

  private final Dag<P> dag;
  private final DagTest<P> test;
  private Instant now;
  private final Map<String, SlotResult> outcomes = new HashMap<>();
  private final Map<String, Instant> successes = new HashMap<>();
  private final Set<String> succeeded = new HashSet<>();

  private record Due(ScheduleNode schedule, ZoneId zone, ScheduledSlot slot) {}

  ScheduleTest(Dag<P> dag, DagTest<P> test, Instant now) {
    if (dag.graph().schedules().isEmpty()) {
      throw new IllegalArgumentException("Expected DAG " + dag.id() + " to have a schedule, but it has none.");
    }
    this.dag = dag;
    this.test = test;
    this.now = now;
  }

  static Instant instant(Dag<?> dag, String time) {
    List<ScheduleNode> schedules = dag.graph().schedules();
    ZoneId zone = schedules.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(schedules.getFirst().zone());
    try {
      return time.endsWith("Z")
          ? Instant.parse(time)
          : (time.contains("T") ? LocalDateTime.parse(time) : LocalDate.parse(time).atStartOfDay()).atZone(zone)
              .toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Expected a time like 2026-03-28, 2026-03-28T02:00 or 2026-03-28T01:00:00Z,"
          + " but found '" + time + "'.", e);
    }
  }

  /// The virtual time.
  public Instant now() {
    return now;
  }

  /// Lets time pass, and runs the slots whose time comes: those from now on, and before the end.
  ///
  /// @return a run a slot, in the order of their earliest starts; slots in quiet windows are there, without a run
  /// @throws IllegalArgumentException if there are more than 10,000 slots in that time, or it is negative
  public List<SlotRun<P>> runFor(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Expected time to go forwards, but found " + DurationText.of(duration) + ".");
    }
    Instant end = now.plus(duration);
    List<Due> due = new ArrayList<>();
    for (ScheduleNode schedule : dag.graph().schedules()) {
      due(schedule, now, end, due);
    }
    due.sort(Comparator.comparing((Due each) -> each.slot.runAfter()).thenComparing(each -> each.slot.time()));
    now = end;
    return due.stream().map(this::run).toList();
  }

  /// Runs the slots of a range of the DAG's one schedule on purpose, oldest first, as a backfill does. Those of which a run of this test
  /// succeeded, and those in quiet windows, are left out. The virtual clock stays where it is.
  ///
  /// @param from first time of the range, written as for [DagTest#at]
  /// @param until its end, not part of it
  /// @param pairs parameters as `name=value`, which win over those made of the slot
  /// @throws IllegalArgumentException if the DAG has several schedules, the range is reversed or has more than 10,000 slots, or the
  ///     parameters do not fit
  public List<SlotRun<P>> backfill(String from, String until, String... pairs) {
    List<ScheduleNode> schedules = dag.graph().schedules();
    if (schedules.size() > 1) {
      throw new IllegalArgumentException("Expected the name of one of the schedules "
          + schedules.stream().map(ScheduleNode::name).toList() + "; call backfillOf(name, from, until).");
    }
    return backfillOf(schedules.getFirst().name(), from, until, pairs);
  }

  /// As [#backfill], of one of several schedules.
  ///
  /// @param schedule its name
  public List<SlotRun<P>> backfillOf(String schedule, String from, String until, String... pairs) {
    dag.slotParams(schedule); // refuses a name that is none
    Instant begin = instant(dag, from);
    Instant end = instant(dag, until);
    if (!begin.isBefore(end)) {
      throw new IllegalArgumentException("Expected a range that ends after it begins, but found " + from + " to "
          + until + ".");
    }
    List<Due> due = new ArrayList<>();
    dag.graph()
        .schedules()
        .stream()
        .filter(each -> each.name().equals(schedule))
        .forEach(each -> due(each, begin, end, due));
    return due.stream()
        .filter(each -> !each.slot.skipped() && !succeeded.contains(each.schedule.name() + " " + each.slot.time()))
        .map(each -> run(each, new Slot(schedule, each.slot.time(), each.slot.intervalStart(), each.slot.intervalEnd(),
            each.zone), now, List.of(pairs)))
        .toList();
  }

  private void due(ScheduleNode schedule, Instant begin, Instant end, List<Due> due) {
    SlotSequence slots = SlotSequence.of(dag.id(), schedule);
    ScheduledSlot slot = slots.next(begin.minusNanos(1));
    while (slot != null && slot.time().isBefore(end)) {
      if (due.size() >= MOST_SLOTS) {
        throw new IllegalArgumentException("Expected at most " + MOST_SLOTS + " slots from " + begin + " to " + end
            + ", but there are more; take a shorter time.");
      }
      due.add(new Due(schedule, slots.zone(), slot));
      slot = slots.next(slot.time());
    }
  }

  private SlotRun<P> run(Due due) {
    String name = due.schedule.name();
    Slot slot = new Slot(name, due.slot.time(), due.slot.intervalStart(), due.slot.intervalEnd(), due.zone,
        outcomes.get(name), successes.get(name));
    if (due.slot.skipped()) {
      outcomes.put(name, SlotResult.SKIPPED);
      return new SlotRun<>(slot, null, null, false, false);
    }
    SlotRun<P> run = run(due, slot, due.slot.runAfter(), List.of());
    LatenessNode expected = due.schedule.lateness();
    if (expected == null) {
      return run;
    }
    Duration start = Duration.between(due.slot.time(), due.slot.runAfter());
    return new SlotRun<>(slot, run.params(), run.run(), over(start, expected.startMillis()),
        over(start.plus(run.result().elapsed()), expected.finishMillis()));
  }

  private static boolean over(Duration time, long limitMillis) {
    return limitMillis > 0 && time.toMillis() > limitMillis;
  }

  private SlotRun<P> run(Due due, Slot slot, Instant begin, List<String> over) {
    String name = due.schedule.name();
    boolean made = VirtualDag.makesParams(dag.graph());
    P params = made ? null : dag.slotParams(name).of(slot);
    DagResult result = test.run(params, slot, begin.toEpochMilli(), over);
    if (made && result.state(SlotParamsCode.TASK) == TaskState.SUCCESS) {
      params = result.result(SlotParamsCode.TASK, dag.paramsType());
    }
    SlotResult outcome = outcome(result);
    outcomes.put(name, outcome);
    if (outcome == SlotResult.SUCCESS) {
      successes.merge(name, slot.time(), (one, other) -> one.isAfter(other) ? one : other);
      succeeded.add(name + " " + slot.time());
    }
    return new SlotRun<>(slot, params, result, false, false);
  }

  private static SlotResult outcome(DagResult result) {
    return switch (result.status()) {
      case SUCCESS -> SlotResult.SUCCESS;
      case FAILED -> SlotResult.FAILED;
      case CANCELLED -> SlotResult.CANCELLED;
      case SKIPPED -> SlotResult.SKIPPED;
    };
  }
}
