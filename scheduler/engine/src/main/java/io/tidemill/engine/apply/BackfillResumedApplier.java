package io.tidemill.engine.apply;

import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.DagState;

final class BackfillResumedApplier {
  private BackfillResumedApplier() {}

  static void apply(BackfillResumed fact, DagState dag, long at) {
    dag.backfill(fact.backfill()).become(BackfillStatus.RUNNING, at);
  }
}
