package io.tidemill.engine.apply;

import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;

final class BackfillEndedApplier {
  private BackfillEndedApplier() {}

  static void apply(BackfillEnded fact, DagState dag, long at) {
    BackfillState backfill = dag.backfill(fact.backfill());
    backfill.become(fact.status(), at);
    dag.sawBackfills(fact.backfill(), backfill.lastRun());
  }
}
