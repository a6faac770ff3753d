package io.tidemill.engine.state;

import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which slots of a schedule have not met one expectation: to have started, or to have ended, so long after their time. Appliers
/// change it.
///
/// Slots up to a cursor met it or were found late; of those behind it the ones that met it early are remembered. So a slot that is in
/// time costs no fact, and one that is never created is missed all the same.
public final class LatenessWatch {
  private final TreeSet<Long> met = new TreeSet<>();
  private @Nullable SlotSequence sequence;
  private @Nullable ScheduledSlot next;
  private long limit;
  private long cursor = Long.MIN_VALUE;

  /// Expects something of the slots behind the cursor.
  ///
  /// @param slots the slots, null for none any more
  /// @param millis how long after a slot's time it is expected, 0 for never
  void expect(@Nullable SlotSequence slots, long millis) {
    sequence = millis == 0 ? null : slots;
    limit = millis;
    look();
  }

  /// Slots up to a time are not looked at.
  void begin(long time) {
    cursor = time;
    met.clear();
    look();
  }

  /// Takes in what a snapshot remembers.
  public void restore(long checked, List<Long> slots) {
    cursor = checked;
    met.clear();
    met.addAll(slots);
    look();
  }

  /// How long after a slot's time it is expected, in milliseconds.
  public long limitMillis() {
    return limit;
  }

  /// Slots up to this time are checked, in milliseconds since 1970.
  public long cursor() {
    return cursor;
  }

  /// Slots behind the cursor that met the expectation.
  public List<Long> met() {
    return List.copyOf(met);
  }

  /// The first slot that has not met it, null where nothing is expected any more.
  public @Nullable ScheduledSlot next() {
    return next;
  }

  /// When that slot is late, in milliseconds since 1970, [Deadlines#NEVER] for none.
  public long dueAt() {
    return next == null ? Deadlines.NEVER : next.time().toEpochMilli() + limit;
  }

  /// The first slot behind another that has not met it, null for none.
  public @Nullable ScheduledSlot after(ScheduledSlot slot) {
    ScheduledSlot found = sequence == null ? null : sequence.next(slot.time());
    while (found != null && sequence != null && (met.contains(found.time().toEpochMilli()) || found.skipped())) {
      found = sequence.next(found.time());
    }
    return found;
  }

  /// A slot has met it.
  public void meet(long time) {
    if (sequence != null && time > cursor) {
      met.add(time);
      look();
    }
  }

  /// Slots up to a time are late.
  public void late(long time) {
    cursor = Math.max(cursor, time);
    look();
  }

  /// Finds the first slot that has not met it. One that is skipped on purpose is never late.
  private void look() {
    met.headSet(cursor, true).clear();
    ScheduledSlot slot = sequence == null ? null : sequence.next(Instant.ofEpochMilli(cursor));
    for (int looked = 0; slot != null && (met.remove(slot.time().toEpochMilli()) || slot.skipped())
        && looked < MOST_LOOKED; looked++) {
      cursor = slot.time().toEpochMilli();
      slot = sequence == null ? null : sequence.next(slot.time());
    }
    next = slot;
  }

  /// Slots that are passed at once.
  private static final int MOST_LOOKED = 10_000;
}
