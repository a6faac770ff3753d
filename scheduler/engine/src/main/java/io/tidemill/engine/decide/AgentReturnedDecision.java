package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.Held;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/// What an agent was given but does not know is sent again under the same identity (guarantees R7). What it knows goes on, and
/// what was to be stopped is asked to stop again. What it has but was not given, or what is no longer its own, it is told to stop.
public final class AgentReturnedDecision {
  private static final Comparator<Held> ORDER = Comparator.comparingInt(Held::dag)
      .thenComparingLong(Held::run)
      .thenComparingInt(Held::task)
      .thenComparingInt(Held::attempt)
      .thenComparingLong(Held::nonce);

  private AgentReturnedDecision() {}

  public static void decide(AgentReturned input, Turn turn) {
    for (Held held : input.held().stream().sorted(ORDER).toList()) {
      if (!turn.state().suspended(held.dag()) && !given(input.agent(), held, turn)) {
        turn.effect(
            new StopAttempt(input.agent(), held.dag(), held.run(), held.task(), held.attempt(), held.nonce(), false));
        turn.incident("Agent " + Long.toHexString(input.agent()) + " has attempt " + held.attempt() + " (nonce "
            + Long.toHexString(held.nonce()) + ") of task " + held.task() + " in run " + held.dag() + "/" + held.run()
            + ", which is not with it any more; it is told to stop it");
      }
    }
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

  /// Whether something is with the agent, as far as is known here.
  private static boolean given(long agent, Held held, Turn turn) {
    RunState run = turn.state().run(held.dag(), held.run());
    if (run == null || held.task() < 0 || held.task() >= run.plan().size()) {
      return false;
    }
    ShardTable table = run.table(held.task());
    if (table != null) {
      ShardAssignment assignment = table.assignments().get(held.nonce());
      return assignment != null && assignment.agent() == agent;
    }
    Instance instance = run.instance(held.task());
    return instance != null && run.state(held.task()).active() && instance.nonce == held.nonce()
        && instance.agent == agent;
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
