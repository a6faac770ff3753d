package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.state.RunState;

final class RunEndedApplier {
  private RunEndedApplier() {}

  static void apply(RunEnded fact, RunState run, long at) {
    run.end(fact.outcome(), at);
  }
}
