package io.tidemill.engine.decide;

import io.tidemill.dsl.AgentLost;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunState;

/// What agents had that are gone is LOST, and starts again elsewhere within a budget of its own. A task that waits for its agent is
/// lost only when its process has certainly ended.
public final class AgentsGoneDecision {
  private static final Failure ENDED = Failure.lost("The agent's process ended while the attempt was with it");
  private static final Failure SILENT = Failure
      .lost("Nobody heard of the agent any more while the attempt was with it");

  private AgentsGoneDecision() {}

  public static void decide(AgentsGone input, Turn turn) {
    for (Entry entry : turn.state().assignments().of(input::gone)) {
      RunState run = entry.run();
      boolean waits = !input.proven() && run.plan().task(entry.task()).node().onAgentLost() == AgentLost.WAIT;
      if (!waits && !turn.state().suspended(run.dag()) && turn.state().assignments().has(entry)) {
        turn.about(run.dag());
        lose(turn, entry, input.proven() ? ENDED : SILENT);
      }
    }
  }

  private static void lose(Turn turn, Entry entry, Failure lost) {
    if (entry.run().table(entry.task()) == null) {
      TaskFailedDecision.fail(turn, entry.run(), entry.task(), lost, 0, ResourceUsage.NONE);
    } else {
      ShardsEndedDecision.lose(turn, entry.run(), entry.task(), entry.nonce(), lost);
    }
  }
}
