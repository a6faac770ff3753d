package io.tidemill.engine.schedule;

import io.tidemill.dsl.DaylightPolicy;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/// The real instants of a cron expression in a time zone.
///
/// The time line is walked in segments of constant offset, from transition to transition. Within a segment local and real time
/// differ by a constant, so that a segment has exactly the instants whose local times the expression names. What remains to be decided is
/// what a transition does: local times before a gap's end that no segment has, and those that two segments have.
final class CronTimes implements SlotTimes {
  private static final long MARGIN = 2L * LocalTimes.DAY; // more than the offsets of a zone ever differ

  private final LocalTimes times;
  private final ZoneRules rules;
  /// Fixed times that the clocks leave out are moved to the end of the gap.
  private final boolean shifts;
  /// Times that the clocks show twice count twice.
  private final boolean repeats;

  CronTimes(LocalTimes times, ZoneRules rules, boolean everyInstant, DaylightPolicy policy) {
    this.times = times;
    this.rules = rules;
    this.shifts = !everyInstant && policy != DaylightPolicy.SKIP;
    this.repeats = everyInstant || policy == DaylightPolicy.BOTH;
  }

  @Override public long next(long after) {
    long from = after + 1;
    while (true) {
      Instant at = Instant.ofEpochSecond(from);
      ZoneOffsetTransition begin = repeats && !shifts ? null : rules.previousTransition(at.plusSeconds(1));
      if (begin != null && from == begin.toEpochSecond() && movedTo(begin)) {
        return from;
      }
      int offset = rules.getOffset(at).getTotalSeconds();
      long local = from + offset;
      if (!repeats && begin != null && begin.isOverlap()) {
        local = Math.max(local, begin.toEpochSecond() + begin.getOffsetBefore().getTotalSeconds());
      }
      long found = times.from(local);
      ZoneOffsetTransition end = rules.nextTransition(at);
      if (found == NONE || end == null) {
        return found == NONE ? NONE : found - offset;
      }
      long until = end.toEpochSecond();
      if (found - offset < until) {
        return found - offset;
      }
      if (movedTo(end)) {
        return until;
      }
      boolean again = repeats && end.isOverlap() && until + end.getOffsetAfter().getTotalSeconds() < local;
      from = again ? until : Math.max(until, found - offset - MARGIN);
    }
  }

  @Override public long previous(long before) {
    long to = before - 1;
    while (true) {
      Instant at = Instant.ofEpochSecond(to);
      int offset = rules.getOffset(at).getTotalSeconds();
      ZoneOffsetTransition begin = rules.previousTransition(at.plusSeconds(1));
      long found = times.upTo(to + offset);
      if (found == NONE || begin == null) {
        return found == NONE ? NONE : found - offset;
      }
      long since = begin.toEpochSecond();
      int counted = !repeats && begin.isOverlap() ? begin.getOffsetBefore().getTotalSeconds() : offset;
      if (found >= since + counted) {
        return found - offset;
      }
      if (movedTo(begin)) {
        return since;
      }
      to = begin.isOverlap() ? since - 1 : Math.min(since - 1, found - offset + MARGIN);
    }
  }

  /// True where a fixed time falls into the gap of the transition, and is moved to its end.
  private boolean movedTo(@Nullable ZoneOffsetTransition transition) {
    if (!shifts || transition == null || !transition.isGap()) {
      return false;
    }
    long at = transition.toEpochSecond();
    long found = times.from(at + transition.getOffsetBefore().getTotalSeconds());
    return found != NONE && found < at + transition.getOffsetAfter().getTotalSeconds();
  }
}
