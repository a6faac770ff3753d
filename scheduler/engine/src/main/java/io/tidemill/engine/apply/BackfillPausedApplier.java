package io.tidemill.engine.apply;

import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.DagState;

final class BackfillPausedApplier {
  private BackfillPausedApplier() {}

  static void apply(BackfillPaused fact, DagState dag, long at) {
    dag.backfill(fact.backfill()).become(BackfillStatus.PAUSED, at);
  }
}
