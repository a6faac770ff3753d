package io.tidemill.engine.state;

import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One backfill of a DAG that has not ended, or whose end is not yet in the tables (semantics §13).
///
/// Slots that still need a run are kept as spans; they are named by the declaration that the backfill was created with, whatever is
/// deployed since. Its active runs follow from the runs and are never written.
public final class BackfillState {
  private final long number;
  private final BackfillSpec spec;
  private final SlotSequence sequence;
  private final ArrayDeque<SlotSpan> pending;
  private final BackfillTotals totals;
  private final NavigableSet<Long> active = new TreeSet<>();
  private final NavigableSet<Long> unstopped = new TreeSet<>();
  private final long createdAt;
  private final TreeMap<Long, Taken> recent = new TreeMap<>();
  private long recentAfter;
  private long lastRun;
  private BackfillCounts counts = BackfillCounts.NONE;
  private BackfillStatus status = BackfillStatus.RUNNING;
  private long changedAt;
  long timerAt = Deadlines.NEVER;

  /// Most runs it remembers as created lately.
  private static final int MOST_RECENT = 1_000;

  /// A slot that got a run.
  ///
  /// @param time time of the slot, in milliseconds since 1970
  /// @param ended how the run ended, null while it is active
  public record Taken(long time, @Nullable RunOutcome ended) {}

  /// A backfill that begins.
  ///
  /// @param dag id of the DAG
  /// @param slots slots that need a run, in the order of their times
  /// @param createdAt when it was created, in milliseconds since 1970
  public BackfillState(String dag, long number, BackfillSpec spec, List<SlotSpan> slots, BackfillTotals totals,
      long createdAt) {
    this.number = number;
    this.spec = spec;
    this.totals = totals;
    this.createdAt = createdAt;
    sequence = SlotSequence.of(dag, spec.node());
    pending = new ArrayDeque<>(slots);
    changedAt = createdAt;
  }

  /// Sets what a snapshot remembers.
  ///
  /// @param newest number of the newest run that it created
  public void restore(BackfillStatus how, BackfillCounts ended, long newest, long at) {
    status = how;
    counts = ended;
    lastRun = newest;
    recentAfter = newest;
    changedAt = at;
  }

  /// Its number in the DAG, from 1.
  public long number() {
    return number;
  }

  /// What it was asked to do.
  public BackfillSpec spec() {
    return spec;
  }

  /// The slots its schedule names.
  public SlotSequence sequence() {
    return sequence;
  }

  /// Slots that still need a run, in the order of their times.
  public List<SlotSpan> pending() {
    return List.copyOf(pending);
  }

  /// How many slots it is about.
  public BackfillTotals totals() {
    return totals;
  }

  /// How its runs ended so far.
  public BackfillCounts counts() {
    return counts;
  }

  /// How it stands.
  public BackfillStatus status() {
    return status;
  }

  /// When it was created, in milliseconds since 1970.
  public long createdAt() {
    return createdAt;
  }

  /// When it last changed its status, created a run, or one of its runs ended; in milliseconds since 1970.
  public long changedAt() {
    return changedAt;
  }

  /// Numbers of its active runs. One that was made active again is none of them.
  public NavigableSet<Long> active() {
    return active;
  }

  /// Those of its active runs that nobody has asked to stop.
  public NavigableSet<Long> unstopped() {
    return unstopped;
  }

  /// Whether all its slots have a run, or will get none.
  public boolean isDrained() {
    return pending.isEmpty() || status == BackfillStatus.CANCELLING || status.ended();
  }

  /// The slot that gets the next run, null where none needs one.
  public @Nullable SlotRef next() {
    SlotSpan span = newestFirst() ? pending.peekLast() : pending.peekFirst();
    if (span == null) {
      return null;
    }
    long time = newestFirst() ? span.last() : span.first();
    ScheduledSlot slot = sequence.next(Instant.ofEpochMilli(time - 1));
    if (slot == null) {
      throw new IllegalStateException("Expected slot " + Instant.ofEpochMilli(time) + " of backfill " + number
          + ", but its schedule does not name it");
    }
    return new SlotRef(spec.schedule(), time, slot.intervalStart().toEpochMilli(), slot.intervalEnd().toEpochMilli());
  }

  /// Whether it will run a slot of its schedule.
  public boolean awaits(long time) {
    if (isDrained()) {
      return false;
    }
    for (SlotSpan span : pending) {
      if (span.first() <= time && time <= span.last()) {
        ScheduledSlot slot = sequence.next(Instant.ofEpochMilli(time - 1));
        return slot != null && slot.time().toEpochMilli() == time;
      }
    }
    return false;
  }

  /// Number of the newest run that it created, 0 before the first.
  public long lastRun() {
    return lastRun;
  }

  /// Slots that it gave runs with greater numbers than that, by run; null where it remembers no longer. The tables may not have them,
  /// and memory neither. They are not part of a snapshot.
  public @Nullable Map<Long, Taken> takenAfter(long run) {
    return run < recentAfter ? null : recent.tailMap(run, false);
  }

  /// How a run ended that it created lately, null while that is not known.
  public @Nullable RunOutcome endOf(long run) {
    Taken taken = recent.get(run);
    return taken == null ? null : taken.ended();
  }

  /// Notes that the slot that was next has its run.
  public void took(long run, long time, long at) {
    lastRun = run;
    recent.put(run, new Taken(time, null));
    if (recent.size() > MOST_RECENT) {
      recentAfter = recent.pollFirstEntry().getKey();
    }
    SlotSpan span = newestFirst() ? pending.removeLast() : pending.removeFirst();
    changedAt = at;
    if (span.count() == 1) {
      return;
    }
    if (newestFirst()) {
      ScheduledSlot before = sequence.previous(Instant.ofEpochMilli(span.last()));
      pending.addLast(new SlotSpan(span.first(), time(before, span), span.count() - 1));
    } else {
      ScheduledSlot after = sequence.next(Instant.ofEpochMilli(span.first()));
      pending.addFirst(new SlotSpan(time(after, span), span.last(), span.count() - 1));
    }
  }

  private static long time(@Nullable ScheduledSlot slot, SlotSpan span) {
    if (slot == null) {
      throw new IllegalStateException("Expected " + span.count() + " slots in " + span + ", but there are fewer");
    }
    return slot.time().toEpochMilli();
  }

  private boolean newestFirst() {
    return spec.order() == SlotOrder.NEWEST_FIRST;
  }

  /// Notes how one of its runs stands.
  ///
  /// @param underWay whether it is active and was never made active again
  /// @param stopping whether somebody asked it to stop
  /// @return whether that is news
  boolean track(long run, boolean underWay, boolean stopping) {
    boolean news = underWay ? active.add(run) : active.remove(run);
    return (underWay && !stopping ? unstopped.add(run) : unstopped.remove(run)) || news;
  }

  /// Notes that one of its runs ended.
  public void ended(long run, RunOutcome outcome, long at) {
    recent.computeIfPresent(run, (number, taken) -> new Taken(taken.time(), outcome));
    counts = counts.with(outcome);
    changedAt = at;
  }

  /// Notes its status.
  public void become(BackfillStatus how, long at) {
    status = how;
    changedAt = at;
  }

  /// How many slots wait for a run.
  public int waiting() {
    int slots = 0;
    for (SlotSpan span : pending) {
      slots += span.count();
    }
    return slots;
  }
}
