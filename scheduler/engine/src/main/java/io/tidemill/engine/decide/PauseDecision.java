package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.PauseHistory;

/// Schedules are paused and resumed: of a DAG, of the DAGs with a tag, of all (semantics §5). Each kind of pause stands beside the
/// others; a DAG goes on once none is left.
public final class PauseDecision {
  private PauseDecision() {}

  public static void decide(PauseSchedules input, Turn turn) {
    boolean news = turn.state().dag(input.dag()).pauses().since() == 0;
    if (news) {
      turn.record(new SchedulesPaused(input.dag(), input.by()));
    }
    turn.reply(new PauseAccepted(news));
  }

  public static void decide(ResumeSchedules input, Turn turn) {
    PartitionState state = turn.state();
    DagState dag = state.dag(input.dag());
    boolean alone = dag.pauses().since() != 0 && !state.pausedByGroup(dag);
    ResumePlanned plan = alone ? ResumePlan.of(state, dag, turn.now()) : ResumePlan.NOTHING;
    boolean own = dag.pauses().since() != 0;
    boolean apply = input.apply() && own;
    if (apply) {
      turn.record(new SchedulesResumed(input.dag(), input.by()));
    }
    turn.reply(plan.with(own, state.pausedByGroup(dag), apply));
  }

  public static void decide(PausePartition input, Turn turn) {
    boolean applied = applied(turn, input.tag(), input.command());
    boolean news = !applied && !paused(turn, input.tag());
    if (news) {
      turn.record(new PartitionPaused(input.tag(), input.by(), input.command(), turn.state().settledPauses()));
    }
    turn.reply(new PauseAccepted(news || applied));
  }

  public static void decide(ResumePartition input, Turn turn) {
    boolean applied = applied(turn, input.tag(), input.command());
    boolean news = !applied && paused(turn, input.tag());
    if (news) {
      turn.record(new PartitionResumed(input.tag(), input.by(), input.command()));
    }
    turn.reply(new PauseAccepted(news || applied));
  }

  /// Whether a command was applied before: it comes again, and gets the answer that it got.
  private static boolean applied(Turn turn, String tag, String command) {
    PauseHistory known = turn.state().pauses().get(tag);
    return known != null && known.applied(command);
  }

  private static boolean paused(Turn turn, String tag) {
    PauseHistory known = turn.state().pauses().get(tag);
    return known != null && known.since() != 0;
  }
}
