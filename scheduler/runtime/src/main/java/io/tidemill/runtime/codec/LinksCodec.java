package io.tidemill.runtime.codec;

import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.Coverage;
import io.tidemill.engine.state.DagLinks;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.WireAddress;
import io.tidemill.runtime.wire.WireAsset;
import io.tidemill.runtime.wire.WireAssetEvents;
import io.tidemill.runtime.wire.WireAssetTrigger;
import io.tidemill.runtime.wire.WireMark;
import io.tidemill.runtime.wire.WireRequired;
import io.tidemill.runtime.wire.WireSchedule;
import io.tidemill.runtime.wire.WireStretch;
import io.tidemill.runtime.wire.WireVersionActivated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What connects DAGs with others, as messages.
final class LinksCodec {
  private LinksCodec() {}

  static void encode(Links links, WireVersionActivated.Builder wire) {
    wire.setPartition(links.partition());
    // Sorted, so that the same fact has the same bytes.
    links.addresses()
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> wire.addAddresses(encode(each.getKey(), each.getValue())));
    if (links.onAssets() != null) {
      wire.setOnAssets(ScheduleCodec.json(links.onAssets()));
    }
  }

  static Links decode(WireVersionActivated wire) {
    Map<String, Address> addresses = new HashMap<>();
    wire.getAddressesList().forEach(each -> addresses.put(each.getId(), address(each)));
    return new Links(wire.getPartition(), addresses, onAssets(wire));
  }

  private static @Nullable OnAssetsNode onAssets(WireVersionActivated wire) {
    return wire.hasOnAssets() ? ScheduleCodec.read(wire.getOnAssets(), OnAssetsNode.class) : null;
  }

  static WireAssetTrigger encode(Trigger.Assets trigger) {
    WireAssetTrigger.Builder wire = WireAssetTrigger.newBuilder();
    trigger.events().forEach(events -> wire.addEvents(encode(events)));
    return wire.build();
  }

  static Trigger.Assets decode(WireAssetTrigger wire) {
    return new Trigger.Assets(wire.getEventsList().stream().map(LinksCodec::decode).toList());
  }

  private static WireAssetEvents encode(AssetEvents events) {
    return WireAssetEvents.newBuilder()
        .setAsset(events.asset())
        .setFirst(events.first())
        .setLast(events.last())
        .setCount(events.count())
        .setFirstAt(events.firstAt())
        .setLastAt(events.lastAt())
        .setSource(MessageCodec.encode(events.source()))
        .build();
  }

  private static AssetEvents decode(WireAssetEvents wire) {
    return new AssetEvents(wire.getAsset(), wire.getFirst(), wire.getLast(), wire.getCount(), wire.getFirstAt(),
        wire.getLastAt(), MessageCodec.decode(wire.getSource()));
  }

  private static WireAddress encode(String id, Address address) {
    return WireAddress.newBuilder()
        .setId(id)
        .setNumber(address.number())
        .setPartition(address.partition())
        .build();
  }

  private static Address address(WireAddress wire) {
    return new Address(wire.getNumber(), wire.getPartition());
  }

  /// What a snapshot remembers of a schedule for others.
  static void encode(ScheduleState schedule, WireSchedule.Builder wire) {
    wire.addAllStretches(encode(schedule.coverage()));
    schedule.subscribers().values().forEach(each -> wire.addSubscribers(encode("", each)));
  }

  /// Sets what a snapshot remembers of a schedule for others.
  static void restore(WireSchedule wire, ScheduleState schedule) {
    restore(wire.getStretchesList(), schedule.coverage());
    wire.getSubscribersList().forEach(each -> schedule.subscribers().put(each.getNumber(), address(each)));
  }

  private static List<WireStretch> encode(Coverage coverage) {
    List<WireStretch> stretches = new ArrayList<>();
    coverage.covered()
        .forEach(
            (from, until) -> stretches.add(WireStretch.newBuilder().setFrom(from).setSpan(until - from).build()));
    coverage.problems()
        .forEach((from, problem) -> stretches.add(WireStretch.newBuilder()
            .setFrom(from)
            .setSpan(problem.until() - from)
            .setProblem(problem.text())
            .build()));
    return stretches;
  }

  private static void restore(List<WireStretch> stretches, Coverage coverage) {
    for (WireStretch each : stretches) {
      if (each.getProblem().isEmpty()) {
        coverage.cover(each.getFrom(), each.getFrom() + each.getSpan());
      } else {
        coverage.miss(each.getFrom(), each.getFrom() + each.getSpan(), each.getProblem());
      }
    }
  }

  /// What a snapshot remembers of a DAG or asset.
  static void encode(DagState dag, DagChunk.Builder chunk) {
    DagLinks links = dag.links();
    links.messages().sent().forEach((to, n) -> chunk.addSent(WireMark.newBuilder().setDag(to).setN(n)));
    links.messages().taken().forEach((from, n) -> chunk.addTaken(WireMark.newBuilder().setDag(from).setN(n)));
    links.assetWait().pending().values().forEach(events -> chunk.addPending(encode(events)));
    links.held().forEach(slot -> chunk.addHeld(ScheduleCodec.encode(slot)));
    links.required()
        .known()
        .forEach((of, coverage) -> chunk.addRequired(WireRequired.newBuilder()
            .setDag(of.dag())
            .setSchedule(of.schedule())
            .addAllStretches(encode(coverage))));
    AssetState asset = links.assetOrNull();
    if (asset != null) {
      WireAsset.Builder wire = WireAsset.newBuilder().setLast(asset.last());
      asset.newest().forEach(event -> wire.addNewest(MessageCodec.encode(event)));
      asset.subscribers().values().forEach(each -> wire.addSubscribers(encode("", each)));
      chunk.setAsset(wire);
    }
  }

  /// Adds what a snapshot of an active version holds of its links.
  static void encode(DagLinks links, WireVersionActivated.Builder wire) {
    encode(new Links(links.partition(), links.addresses(), links.assetWait().node()), wire);
  }

  /// Sets what a snapshot remembers of a DAG or asset.
  static void restore(DagChunk chunk, DagState dag) {
    DagLinks links = dag.links();
    if (chunk.hasActivated()) {
      Links known = decode(chunk.getActivated());
      links.partition(known.partition());
      links.addresses().putAll(known.addresses());
      links.assetWait().declare(known.onAssets());
    }
    chunk.getSentList().forEach(mark -> links.messages().sent(mark.getDag(), mark.getN()));
    chunk.getTakenList().forEach(mark -> links.messages().taken(mark.getDag(), mark.getN()));
    chunk.getPendingList().forEach(events -> links.assetWait().restore(decode(events)));
    chunk.getHeldList().forEach(slot -> links.held().add(ScheduleCodec.decode(slot)));
    chunk.getRequiredList()
        .forEach(
            each -> restore(each.getStretchesList(), links.required().of(each.getDag(), each.getSchedule())));
    if (chunk.hasAsset()) {
      chunk.getAsset().getNewestList().forEach(event -> links.asset().add(MessageCodec.decode(event)));
      chunk.getAsset()
          .getSubscribersList()
          .forEach(each -> links.asset().subscribers().put(each.getNumber(), address(each)));
      links.asset().saw(chunk.getAsset().getLast());
    }
  }
}
