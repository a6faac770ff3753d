package io.tidemill.engine.apply;

import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.DagState;

final class BackfillCancelRequestedApplier {
  private BackfillCancelRequestedApplier() {}

  static void apply(BackfillCancelRequested fact, DagState dag, long at) {
    dag.backfill(fact.backfill()).become(BackfillStatus.CANCELLING, at);
  }
}
