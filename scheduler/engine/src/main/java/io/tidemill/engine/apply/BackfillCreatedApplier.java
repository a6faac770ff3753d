package io.tidemill.engine.apply;

import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;

final class BackfillCreatedApplier {
  private BackfillCreatedApplier() {}

  static void apply(BackfillCreated fact, DagState dag, long at) {
    dag.add(new BackfillState(dag.id(), fact.backfill(), fact.spec(), fact.slots(), fact.totals(), at));
  }
}
