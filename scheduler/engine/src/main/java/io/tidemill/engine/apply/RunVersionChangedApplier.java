package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;

final class RunVersionChangedApplier {
  private RunVersionChangedApplier() {}

  static void apply(RunVersionChanged fact, RunState run, PartitionState state) {
    run.change(state.graphs().compiled(fact.dag(), fact.version()).followingOn(run.compiled()));
  }
}
