package io.tidemill.api.schedule;

import io.tidemill.engine.schedule.SlotOutcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of the slots that were due in a pause.
///
/// @param paused whether there was such a pause
/// @param applied whether it ended; false: it was only asked for, or there was none
/// @param summary all of it in one line
/// @param dags the DAGs whose slots are concerned, by their ids, at most [#MOST]
/// @param count how many DAGs they are
public record ResumeView(boolean paused, boolean applied, String summary, List<Resumed> dags, int count) {
  /// DAGs that are told.
  public static final int MOST = 100;

  /// What becomes of the slots of a DAG.
  ///
  /// @param slots them in the order in which they are decided, at most [#MOST_SLOTS]
  /// @param events the events of assets that start one run, in words; null for none
  /// @param stays what it stays paused by; nothing of it happens then
  public record Resumed(String dag, List<Slots> slots, @Nullable String events, List<PauseView> stays) {
    /// Entries that are told of a DAG.
    public static final int MOST_SLOTS = 100;
  }

  /// A slot, or consecutive slots, of a schedule with one fate.
  ///
  /// @param first time of the first
  /// @param last time of the last
  /// @param why why they have no run, null where they get one or wait for one
  public record Slots(String schedule, Instant first, Instant last, int count, SlotOutcome outcome,
      @Nullable String why) {}
}
