package io.tidemill.api.service;

import io.tidemill.api.run.AssetUpdatesView;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.Catalog;
import java.time.Instant;
import java.util.List;

/// Tells which events of assets started a run: of its live state while it is active, then of its snapshot.
record AssetUpdatesReader(SchedulerNode node, OwnerQueries owner) {
  List<AssetUpdatesView> read(Catalog.Dag dag, long run) {
    List<AssetEvents> active = owner.startedBy(dag, run);
    return (active == null ? ended(dag, run) : active).stream().map(AssetUpdatesReader::view).toList();
  }

  private List<AssetEvents> ended(Catalog.Dag dag, long run) {
    return node.store()
        .queries()
        .finalState(dag.number(), run)
        .stream()
        .limit(1)
        .map(head -> SnapshotDecoder.trigger(head.bytes()))
        .filter(Trigger.Assets.class::isInstance)
        .flatMap(trigger -> ((Trigger.Assets) trigger).events().stream())
        .toList();
  }

  private static AssetUpdatesView view(AssetEvents events) {
    return new AssetUpdatesView(events.asset(), events.first(), events.last(), events.count(),
        Instant.ofEpochMilli(events.firstAt()), Instant.ofEpochMilli(events.lastAt()), events.source().producer(),
        events.source().by(), events.source().note());
  }
}
