package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.Held;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.Set;
import java.util.stream.Collectors;

/// What an agent was given but does not know is sent again under the same identity (guarantees R7). What it knows goes on, and
/// what was to be stopped is asked to stop again.
public final class AgentReturnedDecision {
  private AgentReturnedDecision() {}

  public static void decide(AgentReturned input, Turn turn) {
    Set<Long> nonces = input.held().stream().map(Held::nonce).collect(Collectors.toSet());
    for (DagState dag : turn.state().dags().values()) {
      if (turn.state().suspended(dag.number())) {
        continue;
      }
      turn.about(dag.number());
      for (RunState run : dag.runs().values()) {
        for (int task = 0; run.outcome() == null && task < run.plan().size(); task++) {
          sendAgain(input.agent(), nonces, turn, run, task);
        }
      }
    }
  }

  private static void sendAgain(long agent, Set<Long> nonces, Turn turn, RunState run, int task) {
    ShardTable table = run.table(task);
    if (table != null) {
      for (ShardAssignment assignment : table.assignments().values()) {
        if (assignment.agent() == agent) {
          if (!nonces.contains(assignment.nonce())) {
            turn.effect(Assignments.shards(run, task, assignment));
          }
          if (Stops.asked(run, task, assignment)) {
            turn.effect(Stops.assignment(run, task, assignment));
          }
        }
      }
      return;
    }
    Instance instance = run.instance(task);
    if (instance != null && run.state(task).active() && instance.agent == agent) {
      if (!nonces.contains(instance.nonce)) {
        turn.effect(Assignments.task(run, task, instance, true));
      }
      if (run.state(task) == TaskState.CANCELLING) {
        turn.effect(Stops.attempt(run, task, instance));
      }
    }
  }
}
