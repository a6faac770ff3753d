package io.tidemill.engine.fact;

import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.SlotSpan;
import java.util.List;

/// A backfill was created.
///
/// @param backfill its number in the DAG
/// @param slots slots that get a run, in the order of their times
/// @param totals how many slots it is about
public record BackfillCreated(int dag, long backfill, BackfillSpec spec, List<SlotSpan> slots,
    BackfillTotals totals) implements DagFact {
  public BackfillCreated {
    slots = List.copyOf(slots);
  }
}
