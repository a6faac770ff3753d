package io.tidemill.engine.reply;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of the slots that were due while schedules were paused.
///
/// @param slots the first of them, at most [#MOST_SLOTS], in the order in which they are decided; one that waits for a run before it is
///     QUEUED
/// @param totals how many slots have which fate
/// @param events the events of assets that start one run, in words, such as `sales #4 to #6`; empty where none waits for the end of the pause
/// @param complete false: so many slots are due that the last ones were not looked at
/// @param own whether the DAG itself was paused
/// @param paused true: the DAG stays paused with others, and nothing of it happens yet
/// @param applied whether the pause ended
public record ResumePlanned(List<Slots> slots, List<Total> totals, String events, boolean complete, boolean own,
    boolean paused, boolean applied) implements Reply {
  /// Entries that an answer has room for: it is kept in the journal.
  public static final int MOST_SLOTS = 100;
  /// Characters of the events that an answer has room for.
  public static final int MOST_EVENTS = 500;

  public ResumePlanned {
    slots = List.copyOf(slots);
    totals = List.copyOf(totals);
    events = events.length() > MOST_EVENTS ? events.substring(0, MOST_EVENTS) + "…" : events;
  }

  /// The same as the answer to a request.
  public ResumePlanned with(boolean ownPause, boolean staysPaused, boolean ended) {
    return new ResumePlanned(slots, totals, events, complete, ownPause, staysPaused, ended);
  }

  /// Consecutive slots of a schedule with one fate. Times are milliseconds since 1970.
  ///
  /// @param reason why they have no run, null where they get one
  public record Slots(String schedule, long first, long last, int count, SlotOutcome outcome,
      @Nullable SlotReason reason) {}

  /// Slots with one fate.
  ///
  /// @param reason why they have no run, null where they get one
  public record Total(SlotOutcome outcome, @Nullable SlotReason reason, long count) {}
}
