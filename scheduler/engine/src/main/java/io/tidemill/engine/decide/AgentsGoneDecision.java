package io.tidemill.engine.decide;

import io.tidemill.dsl.AgentLost;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Timing;

/// What agents had that are gone is LOST, and starts again elsewhere within a budget of its own. A task that waits for its agent is
/// lost only when its process has certainly ended.
public final class AgentsGoneDecision {
  private static final Failure ENDED = Failure.lost("The agent's process ended while the attempt was with it");
  private static final Failure BESIDE = Failure
      .lostBeside("The agent's process ended while the attempt was with it");
  private static final Failure SILENT = Failure
      .lost("Nobody heard of the agent any more while the attempt was with it");

  private AgentsGoneDecision() {}

  public static void decide(AgentsGone input, Turn turn) {
    for (Entry entry : turn.state().assignments().of(input::gone)) {
      RunState run = entry.run();
      boolean waits = !input.proven() && run.compiled().task(entry.task()).node().onAgentLost() == AgentLost.WAIT;
      if (!waits && !turn.state().suspended(run.dag()) && turn.state().assignments().has(entry)) {
        turn.about(run.dag());
        lose(turn, entry, input);
      }
    }
  }

  private static void lose(Turn turn, Entry entry, AgentsGone input) {
    Failure counted = input.proven() ? ENDED : SILENT;
    if (entry.run().table(entry.task()) == null) {
      TaskFailedDecision.fail(turn, entry.run(), entry.task(), input.counts(entry.nonce(), -1) ? counted : BESIDE,
          Timing.NONE);
    } else {
      ShardsEndedDecision.lose(turn, entry.run(), entry.task(), entry.nonce(),
          shard -> input.counts(entry.nonce(), shard) ? counted : BESIDE);
    }
  }
}
