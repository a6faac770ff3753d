package io.tidemill.engine.input;

import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// Run the slots of a schedule in a range, or say what that would do. Times are milliseconds since 1970.
///
/// @param schedule name of the schedule
/// @param from begin of the range
/// @param until end of the range, not part of it
/// @param concurrency runs that may be active at the same time
/// @param params parameters of the runs
/// @param maxRuns most runs it may create; a plan that names more is refused
/// @param by who asks
/// @param apply false: only say what becomes of each slot
/// @param plan name of the plan that was shown; another one refuses. Null: whatever the plan is
/// @param history what the tables know of the slots, added by the owner; null where they were not asked
public record CreateBackfill(int dag, String schedule, long from, long until, Reprocess reprocess, SlotOrder order,
    int concurrency, Value params, int maxRuns, String by, boolean apply, @Nullable String plan,
    @Nullable KnownSlots history) implements Command {
  @Override public String content() {
    return String.join("\n", schedule, from + ".." + until, reprocess.name(), order.name(), "" + concurrency,
        "" + maxRuns,
        "" + plan, params.content());
  }

  @Override public boolean changes() {
    return apply;
  }

  /// The same with what the tables know.
  public CreateBackfill with(KnownSlots found) {
    return new CreateBackfill(dag, schedule, from, until, reprocess, order, concurrency, params, maxRuns, by, apply,
        plan, found);
  }

  /// The same with parameters that are stored.
  public CreateBackfill with(Value stored) {
    return new CreateBackfill(dag, schedule, from, until, reprocess, order, concurrency, stored, maxRuns, by, apply,
        plan, history);
  }
}
