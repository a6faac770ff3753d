package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;

/// What an agent was given but does not know is sent again under the same identity (guarantees R7). What it knows goes on.
public final class AgentReturnedDecision {
  private AgentReturnedDecision() {}

  public static void decide(AgentReturned input, Turn turn) {
    for (DagState dag : turn.state().dags().values()) {
      for (RunState run : dag.runs().values()) {
        for (int task = 0; task < run.plan().size(); task++) {
          sendAgain(input, turn, run, task);
        }
      }
    }
  }

  private static void sendAgain(AgentReturned input, Turn turn, RunState run, int task) {
    ShardTable table = run.table(task);
    if (table != null) {
      for (ShardAssignment assignment : table.assignments().values()) {
        if (assignment.agent() == input.agent() && !input.nonces().contains(assignment.nonce())) {
          turn.effect(Assignments.shards(run, task, assignment));
        }
      }
      return;
    }
    Instance instance = run.instance(task);
    if (run.state(task).active() && instance != null && instance.agent == input.agent()
        && !input.nonces().contains(instance.nonce)) {
      turn.effect(Assignments.task(run, task, instance));
    }
  }
}
