package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import java.util.List;

/// What agents had that are gone for good is LOST, and starts again elsewhere within a budget of its own.
public final class AgentsGoneDecision {
  private static final Failure LOST = Failure.lost("The agent went away while the attempt was with it");

  private AgentsGoneDecision() {}

  public static void decide(AgentsGone input, Turn turn) {
    for (DagState dag : List.copyOf(turn.state().dags().values())) {
      if (turn.state().suspended(dag.number())) {
        continue;
      }
      turn.about(dag.number());
      for (RunState run : List.copyOf(dag.runs().values())) {
        for (int task = 0; task < run.plan().size(); task++) {
          lose(input, turn, run, task);
        }
      }
    }
  }

  private static void lose(AgentsGone input, Turn turn, RunState run, int task) {
    ShardTable table = run.table(task);
    if (table != null) {
      for (ShardAssignment assignment : List.copyOf(table.assignments().values())) {
        if (input.gone(assignment.agent())) {
          ShardsEndedDecision.lose(turn, run, task, assignment.nonce(), LOST);
        }
      }
      return;
    }
    Instance instance = run.instance(task);
    if (run.state(task).active() && instance != null && input.gone(instance.agent)) {
      TaskFailedDecision.fail(turn, run, task, LOST, 0, 0);
    }
  }
}
