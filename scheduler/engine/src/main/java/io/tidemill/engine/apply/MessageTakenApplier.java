package io.tidemill.engine.apply;

import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.AssetEvent;
import io.tidemill.engine.state.DagState;

final class MessageTakenApplier {
  private MessageTakenApplier() {}

  static void apply(MessageTaken fact, DagState dag) {
    dag.links().messages().taken(fact.sender(), fact.n());
    dag.touch();
    switch (fact.message()) {
      case AssetSubscribed m ->
        dag.links().asset().subscribers().put(fact.sender(), new Address(fact.sender(), m.partition()));
      case AssetUnsubscribed m -> dag.links().asset().subscribers().remove(fact.sender());
      case AssetUpdated m -> {
        // The event is a fact of its own.
      }
      case AssetEventTold m -> {
        String asset = dag.links().assetName(fact.sender());
        if (asset != null) {
          dag.links().assetWait().add(asset, new AssetEvent(m.event(), m.at(), m.source()));
        }
      }
      case SlotsSubscribed m ->
        dag.schedule(m.schedule()).subscribers().put(fact.sender(), new Address(fact.sender(), m.partition()));
      case SlotsUnsubscribed m -> dag.schedule(m.schedule()).subscribers().remove(fact.sender());
      case SlotTold m -> dag.links().required().told(fact.sender(), m.schedule(), m.from(), m.until(), m.problem());
    }
  }
}
