package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// A run is created, unless its key was used before (semantics §17).
final class CreateRunDecision {
  private CreateRunDecision() {}

  static void decide(CreateRun input, Turn turn) {
    DagState dag = turn.state().dag(input.dag());
    Long known = input.key() == null ? null : dag.keys().get(input.key());
    if (known != null) {
      turn.reply(known(input, known, dag.runs().get(known)));
      return;
    }
    turn.reply(new RunAccepted(input.dag(), dag.lastRun() + 1, input.version(), true));
    create(turn, dag, input.version(), input.key(), input.params(), input.trigger());
  }

  static void create(Turn turn, DagState dag, int version, @Nullable String key, Value params, Trigger trigger) {
    long number = dag.lastRun() + 1;
    turn.record(new RunCreated(dag.number(), number, version, key, params, trigger));
    Progress.begin(turn, turn.state().existing(dag.number(), number));
  }

  private static Reply known(CreateRun input, long number, @Nullable RunState run) {
    if (run == null) {
      return new Refused(Refused.Code.NOT_IN_MEMORY, "Expected run " + number + " to be in memory, but it has ended");
    }
    return run.params().hasSameBytes(input.params())
        ? new RunAccepted(input.dag(), number, run.compiled().version(), false)
        : Refused.keyReused(input.key(), number);
  }
}
