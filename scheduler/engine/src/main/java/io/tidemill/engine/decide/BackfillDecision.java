package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.BackfillCounts;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A backfill goes on: it creates runs as its concurrency allows, stops them where it is cancelled, and ends with the last of them
/// (semantics §13). Each turn does a bounded part of it; the backfill's timer asks for the next.
final class BackfillDecision {
  private BackfillDecision() {}

  /// Does what is due.
  ///
  /// @param backfill null where it was taken out of memory with its timer still set
  static void due(Turn turn, DagState dag, @Nullable BackfillState backfill) {
    if (backfill == null) {
      return;
    }
    if (backfill.status() == BackfillStatus.CANCELLING) {
      stop(turn, dag, backfill);
    }
    while (mayCreate(dag, backfill) && !full(turn)) {
      SlotRef slot = backfill.next();
      if (slot == null) {
        break;
      }
      CreateRunDecision.create(turn, dag, dag.version(), null, backfill.spec().params(),
          new Trigger.Backfill(backfill.number(), slot));
    }
    if (backfill.isDrained() && backfill.active().isEmpty() && !backfill.status().ended()) {
      turn.record(new BackfillEnded(dag.number(), backfill.number(), outcome(backfill)));
    }
  }

  private static boolean mayCreate(DagState dag, BackfillState backfill) {
    return backfill.status() == BackfillStatus.RUNNING && Deadlines.backfill(dag, backfill) != Deadlines.NEVER;
  }

  private static boolean full(Turn turn) {
    return turn.facts().size() >= TimersDueDecision.MOST_FACTS;
  }

  private static BackfillStatus outcome(BackfillState backfill) {
    BackfillCounts counts = backfill.counts();
    if (backfill.status() == BackfillStatus.CANCELLING) {
      return BackfillStatus.CANCELLED;
    }
    return counts.failed() + counts.cancelled() == 0 ? BackfillStatus.SUCCESS : BackfillStatus.FAILED;
  }

  private static void stop(Turn turn, DagState dag, BackfillState backfill) {
    for (long number : List.copyOf(backfill.unstopped())) {
      if (full(turn)) {
        return;
      }
      RunState run = dag.runs().get(number);
      if (run != null && run.outcome() == null && !run.cancelRequested()) {
        CancelRunDecision.cancel(turn, run, "backfill " + backfill.number() + " was cancelled");
      }
    }
  }

  static void decide(PauseBackfill input, Turn turn) {
    BackfillState backfill = going(turn, input.dag(), input.backfill());
    if (backfill == null) {
      return;
    }
    if (backfill.status() == BackfillStatus.CANCELLING) {
      turn.reply(new Refused(Refused.Code.WRONG_STATE, "Expected backfill " + input.backfill()
          + " to go on, but it is being cancelled"));
      return;
    }
    if (backfill.status() == BackfillStatus.RUNNING) {
      turn.record(new BackfillPaused(input.dag(), input.backfill(), input.by()));
    }
    accept(turn, backfill);
  }

  static void decide(ResumeBackfill input, Turn turn) {
    BackfillState backfill = going(turn, input.dag(), input.backfill());
    if (backfill == null) {
      return;
    }
    if (backfill.status() == BackfillStatus.CANCELLING) {
      turn.reply(new Refused(Refused.Code.WRONG_STATE, "Expected a backfill that is paused, but backfill "
          + input.backfill() + " is being cancelled; create another one, which leaves out what has run"));
      return;
    }
    if (backfill.status() == BackfillStatus.PAUSED) {
      turn.record(new BackfillResumed(input.dag(), input.backfill(), input.by()));
    }
    accept(turn, backfill);
  }

  static void decide(CancelBackfill input, Turn turn) {
    BackfillState backfill = going(turn, input.dag(), input.backfill());
    if (backfill != null) {
      cancel(turn, turn.state().dag(input.dag()), backfill, input.by());
      accept(turn, backfill);
    }
  }

  /// Cancels a backfill; its active runs are stopped at once, as far as the turn allows.
  static void cancel(Turn turn, DagState dag, BackfillState backfill, String reason) {
    if (backfill.status() != BackfillStatus.CANCELLING) {
      turn.record(new BackfillCancelRequested(dag.number(), backfill.number(), reason));
    }
    due(turn, dag, backfill);
  }

  private static void accept(Turn turn, BackfillState backfill) {
    turn.reply(new BackfillAccepted(backfill.number(), backfill.status(), backfill.active().size()));
  }

  /// A backfill that has not ended; else it refuses.
  private static @Nullable BackfillState going(Turn turn, int dag, long number) {
    DagState state = turn.state().dag(dag);
    BackfillState backfill = state.backfills().get(number);
    if (backfill != null && !backfill.status().ended()) {
      return backfill;
    }
    boolean known = number > 0 && number <= state.lastBackfill();
    turn.reply(known
        ? new Refused(Refused.Code.WRONG_STATE, "Expected a backfill that goes on, but backfill " + number
            + " has ended")
        : new Refused(Refused.Code.NOT_FOUND, "Expected a backfill of the DAG, but there is no backfill " + number));
    return null;
  }
}
