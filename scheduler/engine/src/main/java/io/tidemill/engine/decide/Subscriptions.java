package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.Message;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.ScheduleState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What a DAG wants to be told by others, as the version in force says: assets it runs on, slots that its own slots require.
final class Subscriptions {
  private Subscriptions() {}

  /// What the version in force asks for, by the message that subscribes.
  static Map<RequiredSlotsNode, Boolean> slots(DagState dag) {
    Map<RequiredSlotsNode, Boolean> all = new LinkedHashMap<>();
    for (ScheduleState schedule : dag.schedules().values()) {
      ScheduleNode node = schedule.node();
      if (node != null) {
        node.requires().forEach(each -> all.put(each, true));
      }
    }
    return all;
  }

  static Set<String> assets(DagState dag) {
    OnAssetsNode node = dag.links().assetWait().node();
    return node == null ? Set.of() : new LinkedHashSet<>(node.assets());
  }

  /// Tells others what changed with a version that was just put in force.
  static void changed(Turn turn, DagState dag, Set<String> assetsBefore, Set<RequiredSlotsNode> slotsBefore) {
    Set<String> assets = assets(dag);
    Set<RequiredSlotsNode> slots = slots(dag).keySet();
    int partition = dag.links().partition();
    for (String gone : assetsBefore) {
      if (!assets.contains(gone)) {
        send(turn, dag, Links.asset(gone), new AssetUnsubscribed());
      }
    }
    for (String asset : assets) {
      if (!assetsBefore.contains(asset)) {
        send(turn, dag, Links.asset(asset), new AssetSubscribed(partition));
      }
    }
    for (RequiredSlotsNode gone : slotsBefore) {
      if (!slots.contains(gone)) {
        send(turn, dag, gone.dag(), new SlotsUnsubscribed(gone.schedule()));
      }
    }
    for (RequiredSlotsNode each : slots) {
      if (!slotsBefore.contains(each)) {
        send(turn, dag, each.dag(), new SlotsSubscribed(each.schedule(), partition));
      }
    }
  }

  private static void send(Turn turn, DagState dag, String to, Message message) {
    Address address = dag.links().addresses().get(to);
    if (address == null) {
      turn.incident("DAG " + dag.id() + " does not know where " + to + " is, and cannot tell it " + message);
    } else {
      Outgoing.send(turn, dag, address, message);
    }
  }
}
