package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.KnownSlots;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A backfill is planned, or created as it was planned: what is applied is what was shown, or nothing (semantics §6, §13).
final class CreateBackfillDecision {
  /// Backfills of a DAG that may be there at the same time.
  static final int MOST_BACKFILLS = 20;
  /// Spans of slots to run, so that the fact of a backfill stays small.
  static final int MOST_SPANS = 10_000;

  private CreateBackfillDecision() {}

  static void decide(CreateBackfill input, Turn turn) {
    DagState dag = turn.state().dag(input.dag());
    ScheduleState schedule = dag.schedules().get(input.schedule());
    SlotSequence sequence = schedule == null ? null : schedule.sequence();
    if (schedule == null || sequence == null) {
      List<String> names = new ArrayList<>();
      dag.schedules().values().forEach(each -> {
        if (each.node() != null) {
          names.add("'" + each.name() + "'");
        }
      });
      refuse(turn, Refused.Code.NOT_FOUND, "Expected " + (names.isEmpty()
          ? "a DAG with a schedule, but its active version declares none"
          : "schedule " + String.join(" or ", names) + ", but found '" + input.schedule() + "'"));
      return;
    }
    if (input.from() >= input.until()) {
      refuse(turn, Refused.Code.INVALID, "Expected a range that ends after it begins, but found "
          + Instant.ofEpochMilli(input.from()) + " to " + Instant.ofEpochMilli(input.until())
          + (input.from() == input.until() ? "; the end is not part of it" : "; exchange the two"));
      return;
    }
    KnownSlots history = input.history();
    if (history == null) {
      askAgain(turn);
      return;
    }
    BackfillPlan plan = BackfillPlan.of(dag, schedule, sequence, input.from(), input.until(), input.reprocess(),
        history);
    if (plan.stale()) {
      askAgain(turn);
      return;
    }
    String wrong = wrong(input, plan, sequence);
    if (wrong != null) {
      refuse(turn, Refused.Code.INVALID, wrong);
      return;
    }
    String name = BackfillPlanName.of(input, schedule, plan.slots());
    String named = input.plan();
    if (named != null && !named.equals(name)) {
      refuse(turn, Refused.Code.PLAN_CHANGED, "Expected plan " + named + ", but by now it would be " + name + ": "
          + BackfillPlanName.difference(named, plan.slots()) + "; look at the plan again");
    } else if (input.apply()) {
      apply(input, turn, dag, schedule, plan, name);
    } else {
      boolean single = plan.slots().size() <= BackfillPlanned.MOST_SINGLE;
      turn.reply(new BackfillPlanned(single ? plan.slots() : plan.grouped(), plan.totals(), name, 0));
    }
  }

  private static @Nullable String wrong(CreateBackfill input, BackfillPlan plan, SlotSequence sequence) {
    if (plan.slots().isEmpty()) {
      ScheduledSlot before = sequence.previous(Instant.ofEpochMilli(input.from()));
      ScheduledSlot after = sequence.next(Instant.ofEpochMilli(input.until() - 1));
      return "Expected a range with a slot of schedule '" + input.schedule() + "', but found none from "
          + Instant.ofEpochMilli(input.from()) + " to " + Instant.ofEpochMilli(input.until()) + "; "
          + (before == null ? "" : "the last one before it is " + before.time() + ", ")
          + (after == null ? "there is none after it" : "the first one after it is " + after.time());
    }
    if (plan.slots().size() > BackfillPlan.MOST_SLOTS) {
      return "Expected a range with at most " + BackfillPlan.MOST_SLOTS + " slots, but found more; the "
          + BackfillPlan.MOST_SLOTS + "th is " + Instant.ofEpochMilli(plan.slots()
              .get(BackfillPlan.MOST_SLOTS - 1)
              .first())
          + ": divide the range";
    }
    int spans = plan.toRun().size();
    return spans <= MOST_SPANS
        ? null
        : "Expected at most " + MOST_SPANS + " groups of consecutive slots to run, but found " + spans
            + "; divide the range, or reprocess ALL";
  }

  private static void apply(CreateBackfill input, Turn turn, DagState dag, ScheduleState schedule, BackfillPlan plan,
      String name) {
    BackfillTotals totals = plan.totals();
    List<SlotSpan> slots = plan.toRun();
    long going = dag.backfills().values().stream().filter(each -> !each.status().ended()).count();
    if (slots.isEmpty()) {
      refuse(turn, Refused.Code.WRONG_STATE, "Expected a slot to run, but all " + totals.slots()
          + " of the range have a run, get one, or are left out; look at the plan, or reprocess FAILED or ALL");
    } else if (totals.run() > input.maxRuns()) {
      refuse(turn, Refused.Code.INVALID, "Expected at most " + input.maxRuns() + " slots to run, but the plan names "
          + totals.run() + "; confirm the number with maxRuns " + totals.run() + " (--max-runs " + totals.run()
          + "), or narrow the range");
    } else if (going >= MOST_BACKFILLS) {
      refuse(turn, Refused.Code.WRONG_STATE, "Expected at most " + MOST_BACKFILLS
          + " backfills of a DAG at the same time, but it has " + going + "; wait for one of them, or cancel it");
    } else {
      long number = dag.lastBackfill() + 1;
      turn.record(new BackfillCreated(input.dag(), number,
          new BackfillSpec(Objects.requireNonNull(schedule.node()), input
              .from(), input.until(), input.reprocess(), input.order(), input.concurrency(), input.params(),
              input.by()),
          slots, totals));
      turn.reply(new BackfillPlanned(List.of(), totals, name, number));
    }
  }

  /// The tables were not asked, or something was decided since.
  private static void askAgain(Turn turn) {
    refuse(turn, Refused.Code.NOT_IN_MEMORY,
        "Expected what became of all slots of the range, but more is known by now");
  }

  private static void refuse(Turn turn, Refused.Code code, String message) {
    turn.reply(new Refused(code, message));
  }
}
