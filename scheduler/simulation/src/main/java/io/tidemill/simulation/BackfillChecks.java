package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.SlotSpan;
import io.tidemill.engine.state.Trigger;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/// Checks what backfills do against the state before it: no slot that somebody else runs, each of their own once, nothing after the end.
/// The state knows all runs there ever were.
final class BackfillChecks {
  private final Consumer<FaultKind> reached;
  private final Set<String> backfilled;

  /// @param backfilled slots that backfills ran, so that none runs one twice
  BackfillChecks(Consumer<FaultKind> reached, Set<String> backfilled) {
    this.reached = reached;
    this.backfilled = backfilled;
  }

  void created(BackfillCreated f, DagState dag) {
    require(f.backfill() == dag.lastBackfill() + 1, Invariant.BACKFILL_SLOT_ONCE, f + " after " + dag.lastBackfill());
    for (SlotSpan span : f.slots()) {
      require(span.first() >= f.spec().from() && span.last() < f.spec().until(), Invariant.BACKFILL_SLOT_ONCE,
          f + " beyond its range");
    }
    reached.accept(FaultKind.BACKFILL_CREATED);
  }

  void cancelled(BackfillCancelRequested f) {
    reached.accept(FaultKind.BACKFILL_CANCELLED);
  }

  /// Each run it created has ended.
  void ended(BackfillEnded f, DagState dag) {
    for (RunState run : dag.runs().values()) {
      require(!(run.trigger() instanceof Trigger.Backfill trigger && trigger.backfill() == f.backfill()
          && run.outcome() == null && run.activeSince() == run.createdAt()), Invariant.BACKFILL_SETTLES,
          f + ", but run " + run.number() + " is active");
    }
  }

  /// A slot gets a run of a backfill.
  void ran(RunCreated f, Trigger.Backfill trigger, DagState dag) {
    BackfillState backfill = dag.backfills().get(trigger.backfill());
    SlotRef slot = trigger.slot();
    if (backfill == null) {
      throw new Violation(Invariant.BACKFILL_SETTLES, f + " of a backfill that is not there");
    }
    require(backfill.status() == BackfillStatus.RUNNING, Invariant.BACKFILL_SETTLES, f + " is " + backfill.status());
    require(backfill.active().size() < backfill.spec().concurrency(), Invariant.BACKFILL_SETTLES,
        f + " beyond concurrency " + backfill.spec().concurrency());
    String name = dag.number() + "/" + trigger.backfill() + "/" + slot.schedule() + "/" + slot.time();
    require(backfilled.add(name), Invariant.BACKFILL_SLOT_ONCE, f + " for the second time");
    Instant time = Instant.ofEpochMilli(slot.time());
    RunState newest = null;
    for (RunState run : dag.runs().values()) {
      SlotRef other = run.trigger().ofSlot();
      if (other != null && other.schedule().equals(slot.schedule()) && other.time() == slot.time()) {
        require(run.outcome() != null, Invariant.BACKFILL_SLOT_ONCE, f + " of slot " + time + ", whose run "
            + run.number() + " is active");
        newest = newest == null || newest.number() < run.number() ? run : newest;
      }
    }
    if (newest != null) {
      boolean failed = newest.outcome() == RunOutcome.FAILED || newest.outcome() == RunOutcome.CANCELLED;
      boolean may = switch (backfill.spec().reprocess()) {
        case MISSING -> false;
        case FAILED -> failed;
        case ALL -> true;
      };
      require(may, Invariant.BACKFILL_SLOT_ONCE, f + " of slot " + time + ", which has run " + newest.number() + " "
          + newest.outcome() + ", by a backfill of " + backfill.spec().reprocess());
    }
    reached.accept(FaultKind.BACKFILL_RAN);
  }
}
