package io.tidemill.engine.apply;

import io.tidemill.engine.state.RunState;

final class CleanUpStopRequestedApplier {
  private CleanUpStopRequestedApplier() {}

  static void apply(RunState run) {
    run.requestCleanUpStop();
  }
}
