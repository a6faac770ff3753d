package io.tidemill.engine.apply;

import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.state.RunState;

final class CancelRequestedApplier {
  private CancelRequestedApplier() {}

  static void apply(CancelRequested fact, RunState run, long at) {
    run.requestCancel(fact.reason(), fact.deadline(), at);
  }
}
