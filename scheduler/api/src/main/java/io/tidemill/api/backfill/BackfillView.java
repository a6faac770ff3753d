package io.tidemill.api.backfill;

import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A backfill.
///
/// @param backfill its number in the DAG
/// @param zone time zone of the schedule
/// @param from begin of the range
/// @param to end of the range, not part of it
/// @param by who asked for it
/// @param endedAt when its last run had ended, null while it goes on
/// @param progress its slots by what became of them
public record BackfillView(String dag, long backfill, String schedule, String zone, Instant from, Instant to,
    Reprocess reprocess, SlotOrder order, int concurrency, BackfillStatus status, String by, Instant createdAt,
    @Nullable Instant endedAt, Progress progress) {
  /// How many slots of the range are in which state; together they are all.
  ///
  /// @param slots slots of the range
  /// @param waiting slots that still need a run; of a cancelled one: that got none
  /// @param active slots whose run is active
  /// @param skipped slots whose run had nothing to do
  /// @param adopted slots that have a run, or get one of somebody else
  /// @param leftOut slots that get none
  public record Progress(int slots, int waiting, int active, int success, int failed, int cancelled, int skipped,
      int adopted, int leftOut) {
    /// Slots whose run has ended.
    public int done() {
      return success + failed + cancelled + skipped;
    }

    /// Slots that get a run.
    public int runs() {
      return waiting + active + done();
    }
  }
}
