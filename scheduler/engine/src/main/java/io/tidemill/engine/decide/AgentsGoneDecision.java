package io.tidemill.engine.decide;

import io.tidemill.dsl.AgentLost;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Spent;
import java.util.List;

/// What agents had that are gone is LOST, and starts again elsewhere within a budget of its own. A task that waits for its agent is
/// lost only when its process has certainly ended.
public final class AgentsGoneDecision {
  private static final Failure ENDED = Failure.lost("The agent's process ended while the attempt was with it");
  private static final Failure SILENT = Failure
      .lost("Nobody heard of the agent any more while the attempt was with it");

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
    if (!input.proven() && run.plan().task(task).node().onAgentLost() == AgentLost.WAIT) {
      return;
    }
    Failure lost = input.proven() ? ENDED : SILENT;
    ShardTable table = run.table(task);
    if (table != null) {
      for (ShardAssignment assignment : List.copyOf(table.assignments().values())) {
        if (input.gone(assignment.agent())) {
          ShardsEndedDecision.lose(turn, run, task, assignment.nonce(), lost);
        }
      }
      return;
    }
    Instance instance = run.instance(task);
    if (run.state(task).active() && instance != null && input.gone(instance.agent)) {
      TaskFailedDecision.fail(turn, run, task, lost, 0, Spent.NONE);
    }
  }
}
