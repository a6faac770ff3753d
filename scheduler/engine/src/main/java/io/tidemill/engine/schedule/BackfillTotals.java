package io.tidemill.engine.schedule;

/// How many slots a backfill is about, as its plan said when it was created.
///
/// @param run slots that get a run of it
/// @param adopted slots that have a run, or get one of somebody else
/// @param skipped slots that get none
public record BackfillTotals(int run, int adopted, int skipped) {
  /// Slots in its range.
  public int slots() {
    return run + adopted + skipped;
  }
}
