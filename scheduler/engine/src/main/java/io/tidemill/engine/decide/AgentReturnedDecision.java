package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.InventoryItem;
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
  private static final Comparator<InventoryItem> ORDER = Comparator.comparingInt(InventoryItem::dag)
      .thenComparingLong(InventoryItem::run)
      .thenComparingInt(InventoryItem::task)
      .thenComparingInt(InventoryItem::attempt)
      .thenComparingLong(InventoryItem::nonce);

  private AgentReturnedDecision() {}

  public static void decide(AgentReturned input, Turn turn) {
    for (InventoryItem inventoryItem : input.held().stream().sorted(ORDER).toList()) {
      if (!turn.state().suspended(inventoryItem.dag()) && !given(input.agent(), inventoryItem, turn.state())) {
        turn.effect(
            new StopAttempt(input.agent(), inventoryItem.dag(), inventoryItem.run(), inventoryItem.task(),
                inventoryItem.attempt(), inventoryItem.nonce(), false));
        turn.incident(
            "Agent " + Long.toHexString(input.agent()) + " has attempt " + inventoryItem.attempt() + " (nonce "
                + Long.toHexString(inventoryItem.nonce()) + ") of task " + inventoryItem.task() + " in run "
                + inventoryItem.dag() + "/" + inventoryItem.run()
                + ", which is not with it any more; it is told to stop it");
      }
    }
    Set<Long> nonces = input.held().stream().map(InventoryItem::nonce).collect(Collectors.toSet());
    for (Entry entry : turn.state().assignments().of(input.agent())) {
      if (!turn.state().suspended(entry.run().dag())) {
        turn.about(entry.run().dag());
        sendAgain(turn, entry.run(), entry.task(), entry.nonce(), !nonces.contains(entry.nonce()));
      }
    }
  }

  /// Whether something is with the agent, as far as is known here.
  private static boolean given(long agent, InventoryItem inventoryItem, PartitionState state) {
    return Assigned.agent(state, inventoryItem.dag(), inventoryItem.run(), inventoryItem.task(),
        inventoryItem.nonce()) == agent;
  }

  /// @param unknown whether the agent does not know it
  private static void sendAgain(Turn turn, RunState run, int task, long nonce, boolean unknown) {
    ShardTable table = run.table(task);
    if (table != null) {
      ShardAssignment assignment = Objects.requireNonNull(table.assignments().get(nonce));
      if (unknown) {
        turn.effect(Assignments.shards(run, task, assignment));
      }
      if (StopRequests.asked(run, task)) {
        turn.effect(StopRequests.assignment(run, task, assignment));
      }
      return;
    }
    Instance instance = Objects.requireNonNull(run.instance(task));
    if (unknown) {
      turn.effect(Assignments.task(run, task, instance, true));
    }
    if (run.state(task) == TaskState.CANCELLING) {
      turn.effect(StopRequests.attempt(run, task, instance));
    }
  }
}
