package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;

final class RunCreatedApplier {
  private RunCreatedApplier() {}

  static void apply(RunCreated fact, PartitionState state, long at) {
    DagState dag = state.dag(fact.dag());
    RunState run = new RunState(fact.dag(), fact.run(), state.plans().plan(fact.dag(), fact.version()), fact.key(),
        fact.params(), fact.trigger(), at);
    run.touch();
    dag.runs().put(fact.run(), run);
    dag.sawRun(fact.run());
    if (fact.key() != null) {
      dag.remember(fact.key(), fact.run());
    }
  }
}
