package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Value;
import java.util.Arrays;

/// A run is created, unless its key was used before (semantics §17).
public final class CreateRunDecision {
  private CreateRunDecision() {}

  public static void decide(CreateRun input, Turn turn) {
    DagState dag = turn.state().dag(input.dag());
    Long known = input.key() == null ? null : dag.keys().get(input.key());
    if (known != null) {
      RunState run = dag.runs().get(known);
      if (run != null && !same(run.params(), input.params())) {
        turn.reply(new Refused(Refused.Code.KEY_REUSED, "Expected key '" + input.key()
            + "' to be new or to come with the same parameters, but it was used for run " + known
            + " with other ones; use another key"));
      } else {
        turn.reply(new RunAccepted(input.dag(), known, false));
      }
      return;
    }
    long number = dag.lastRun() + 1;
    turn.record(new RunCreated(input.dag(), number, input.version(), input.key(), input.params(),
        input.trigger()));
    turn.reply(new RunAccepted(input.dag(), number, true));
    Progress.begin(turn, turn.state().existing(input.dag(), number));
  }

  private static boolean same(Value one, Value other) {
    return one.size() == other.size() && (one.inline() == null || Arrays.equals(one.inline(), other.inline()));
  }
}
