package io.tidemill.timing;

import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/// A trigger that fires when the slots of one schedule are due. Its times are those of the schedule's own sequence.
///
/// Of several slots that are due already it fires once: whoever is woken decides about all of them.
@SuppressWarnings("serial") // Quartz makes every trigger serialisable; those of a store in memory never are written
final class SlotTrigger extends AbstractTrigger<SlotTrigger> {
  /// Quartz fires up to 2 ms before the time. So much later the slot is due for certain.
  private static final long NEVER_EARLY_MILLIS = 2;
  /// Slots that are passed at once; what is due beyond them makes it fire again.
  private static final int MOST_PASSED = 1_000;
  /// Stands for no time.
  private static final long NONE = Long.MIN_VALUE;

  private final SlotSequence slots;
  /// The slot it fires for, or the time up to which slots are decided.
  private Instant slot;
  private long nextAt = NONE;
  private long previousAt = NONE;

  /// @param decided slots up to this time are decided
  SlotTrigger(TriggerKey key, JobKey job, SlotSequence slots, Instant decided) {
    setKey(key);
    setJobKey(job);
    setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    this.slots = slots;
    slot = decided;
  }

  @Override public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
    advance();
    return getNextFireTime();
  }

  @Override public void triggered(@Nullable Calendar calendar) {
    previousAt = nextAt;
    // Slots that are due by now are looked at with this one.
    long now = System.currentTimeMillis();
    int passed = 0;
    do {
      advance();
      passed++;
    } while (nextAt != NONE && nextAt <= now && passed < MOST_PASSED);
  }

  private void advance() {
    ScheduledSlot next = slots.next(slot);
    slot = next == null ? slot : next.time();
    nextAt = next == null ? NONE : next.runAfter().toEpochMilli() + NEVER_EARLY_MILLIS;
  }

  @Override public @Nullable Date getNextFireTime() {
    return date(nextAt);
  }

  @Override public void setNextFireTime(@Nullable Date time) {
    nextAt = time == null ? NONE : time.getTime();
  }

  @Override public @Nullable Date getPreviousFireTime() {
    return date(previousAt);
  }

  @Override public void setPreviousFireTime(@Nullable Date time) {
    previousAt = time == null ? NONE : time.getTime();
  }

  private static @Nullable Date date(long time) {
    return time == NONE ? null : new Date(time);
  }

  @Override public boolean mayFireAgain() {
    return nextAt != NONE;
  }

  @Override public @Nullable Date getFireTimeAfter(Date time) {
    ScheduledSlot next = slots.next(time.toInstant());
    return next == null ? null : Date.from(next.runAfter());
  }

  // Everything below is asked of a trigger by Quartz, and means nothing for one that follows its slots.

  @Override public Date getStartTime() {
    return new Date(0);
  }

  @Override public void setStartTime(Date time) {
    // The slots begin where the schedule says so.
  }

  @Override public @Nullable Date getEndTime() {
    return null;
  }

  @Override public void setEndTime(Date time) {
    // The slots end where the schedule says so.
  }

  @Override public @Nullable Date getFinalFireTime() {
    return null;
  }

  @Override public void updateAfterMisfire(Calendar calendar) {
    // What is late fires all the same.
  }

  @Override public void updateWithNewCalendar(Calendar calendar, long misfireThreshold) {
    // Calendars are those of the slots.
  }

  @Override protected boolean validateMisfireInstruction(int instruction) {
    return instruction == MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY;
  }

  @Override public ScheduleBuilder<SlotTrigger> getScheduleBuilder() {
    throw new UnsupportedOperationException("Expected nobody to build a trigger of slots from another one");
  }
}
