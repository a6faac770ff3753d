package io.tidemill.engine.apply;

import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.state.RunState;

final class CancelRequestedApplier {
  private CancelRequestedApplier() {}

  static void apply(CancelRequested fact, RunState run) {
    run.requestCancel(fact.reason());
  }
}
