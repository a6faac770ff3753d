package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.state.AssetEvent;
import io.tidemill.engine.state.DagState;

final class AssetEventRecordedApplier {
  private AssetEventRecordedApplier() {}

  static void apply(AssetEventRecorded fact, DagState dag, long at) {
    dag.links().asset().add(new AssetEvent(fact.event(), at, fact.source()));
    dag.touch();
  }
}
