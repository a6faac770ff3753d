package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.EventSource;
import java.util.List;

/// An asset has a new event: each DAG that subscribed to it is told (semantics §19).
final class AssetEventDecision {
  private AssetEventDecision() {}

  static void decide(RecordAssetEvent input, Turn turn) {
    DagState asset = turn.state().dag(input.dag());
    record(turn, asset, new EventSource("", input.by(), input.note()));
    turn.reply(
        new AssetEventAccepted(asset.links().asset().last(), asset.links().asset().subscribers().size()));
  }

  static void record(Turn turn, DagState asset, EventSource source) {
    long event = asset.links().asset().last() + 1;
    turn.record(new AssetEventRecorded(asset.number(), event, source));
    for (Address subscriber : List.copyOf(asset.links().asset().subscribers().values())) {
      Outgoing.send(turn, asset, subscriber, new AssetEventTold(event, turn.now(), source));
    }
  }
}
