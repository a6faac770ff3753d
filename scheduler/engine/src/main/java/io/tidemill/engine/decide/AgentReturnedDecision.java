package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.Held;
import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.Comparator;
import java.util.Objects;
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
      if (!turn.state().suspended(held.dag()) && !given(input.agent(), held, turn.state())) {
        turn.effect(
            new StopAttempt(input.agent(), held.dag(), held.run(), held.task(), held.attempt(), held.nonce(), false));
        turn.incident("Agent " + Long.toHexString(input.agent()) + " has attempt " + held.attempt() + " (nonce "
            + Long.toHexString(held.nonce()) + ") of task " + held.task() + " in run " + held.dag() + "/" + held.run()
            + ", which is not with it any more; it is told to stop it");
      }
    }
    Set<Long> nonces = input.held().stream().map(Held::nonce).collect(Collectors.toSet());
    for (Entry entry : turn.state().assignments().of(input.agent())) {
      if (!turn.state().suspended(entry.run().dag())) {
        turn.about(entry.run().dag());
        sendAgain(turn, entry.run(), entry.task(), entry.nonce(), !nonces.contains(entry.nonce()));
      }
    }
  }

  /// Whether something is with the agent, as far as is known here.
  private static boolean given(long agent, Held held, PartitionState state) {
    return Assigned.agent(state, held.dag(), held.run(), held.task(), held.nonce()) == agent;
  }

  /// @param unknown whether the agent does not know it
  private static void sendAgain(Turn turn, RunState run, int task, long nonce, boolean unknown) {
    ShardTable table = run.table(task);
    if (table != null) {
      ShardAssignment assignment = Objects.requireNonNull(table.assignments().get(nonce));
      if (unknown) {
        turn.effect(Assignments.shards(run, task, assignment));
      }
      if (Stops.asked(run, task, assignment)) {
        turn.effect(Stops.assignment(run, task, assignment));
      }
      return;
    }
    Instance instance = Objects.requireNonNull(run.instance(task));
    if (unknown) {
      turn.effect(Assignments.task(run, task, instance, true));
    }
    if (run.state(task) == TaskState.CANCELLING) {
      turn.effect(Stops.attempt(run, task, instance));
    }
  }
}
