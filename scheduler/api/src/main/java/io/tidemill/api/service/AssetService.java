package io.tidemill.api.service;

import io.tidemill.api.asset.AssetDetail;
import io.tidemill.api.asset.AssetEventRequest;
import io.tidemill.api.asset.AssetEventTaken;
import io.tidemill.api.asset.AssetEventView;
import io.tidemill.api.asset.AssetResource;
import io.tidemill.api.asset.AssetRunView;
import io.tidemill.api.asset.AssetView;
import io.tidemill.api.asset.DataWaitView;
import io.tidemill.api.asset.DataWaitView.AssetWaitView;
import io.tidemill.api.asset.DataWaitView.HeldSlotView;
import io.tidemill.api.asset.DataWaitView.RequiringView;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.state.AssetEvent;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.AssetStanding;
import io.tidemill.runtime.OwnerQueries.DataWait;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Assets: who updates and who awaits them is told by the graphs of active versions, their events by their owner.
record AssetService(SchedulerNode node, CommandSender sender, OwnerQueries owner, DagDirectory dags,
    RequestResolver found) implements AssetResource {
  @Override public List<AssetView> list() {
    Map<String, Uses> uses = uses();
    Map<String, AssetConsumer> consumers = new HashMap<>();
    return node.store()
        .catalog()
        .assets()
        .stream()
        .map(asset -> view(asset, uses.getOrDefault(Links.assetName(asset.id()), new Uses()), consumers, 1))
        .toList();
  }

  @Override public AssetDetail get(String name) {
    Catalog.Dag asset = asset(name);
    Uses uses = uses().getOrDefault(name, new Uses());
    Map<String, AssetConsumer> consumers = new HashMap<>();
    AssetView view = view(asset, uses, consumers, Integer.MAX_VALUE);
    return new AssetDetail(view,
        uses.consumers.keySet().stream().map(dag -> Objects.requireNonNull(consumers.get(dag)).view(name)).toList(),
        uses.consumers.keySet()
            .stream()
            .flatMap(dag -> runs(dag, name))
            .sorted(Comparator.comparing(AssetRunView::createdAt).reversed())
            .toList());
  }

  private Stream<AssetRunView> runs(String id, String asset) {
    Catalog.Dag dag = Objects.requireNonNull(dags.find(id));
    return node.store()
        .queries()
        .runs(dag.number(), List.of(), null, AssetDetail.LOOKED_AT)
        .stream()
        .mapMulti(
            (row, found) -> {
              long[] events = Trigger.events(row.trigger(), row.origin(), asset);
              if (events.length > 0) {
                found.accept(
                    new AssetRunView(id, row.run(), row.status(), Instant.ofEpochMilli(row.createdAt()), events[0],
                        events[1]));
              }
            });
  }

  /// Where an asset is named.
  ///
  /// @param consumers what the DAGs that run on it declare, by their ids
  private record Uses(TreeSet<String> producers, TreeMap<String, OnAssetsNode> consumers) {
    Uses() {
      this(new TreeSet<>(), new TreeMap<>());
    }
  }

  private Map<String, Uses> uses() {
    Map<String, Uses> uses = new TreeMap<>();
    for (Catalog.Dag dag : node.store().catalog().dags()) {
      Graph graph = dag.active() == 0 ? null : graph(dag);
      if (graph == null) {
        continue;
      }
      for (TaskNode task : graph.tasks()) {
        for (String asset : task.produces()) {
          uses.computeIfAbsent(asset, _ -> new Uses()).producers.add(dag.id() + "/" + task.id());
        }
      }
      OnAssetsNode on = graph.onAssets();
      if (on != null) {
        on.assets().forEach(asset -> uses.computeIfAbsent(asset, _ -> new Uses()).consumers.put(dag.id(), on));
      }
    }
    return uses;
  }

  private @Nullable Graph graph(Catalog.Dag dag) {
    try {
      return node.graphs().compiled(dag.number(), dag.active()).graph();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      return null; // One graph that cannot be read must not hide the assets of the others.
    }
  }

  /// @param consumers DAGs that were asked already what they wait for, by id; gets the others
  private AssetView view(Catalog.Dag asset, Uses uses, Map<String, AssetConsumer> consumers, int most) {
    AssetStanding standing = owner.asset(asset);
    List<AssetEvent> newest = standing == null ? List.of() : standing.newest().reversed();
    String name = Links.assetName(asset.id());
    uses.consumers.forEach((dag, on) -> consumers.computeIfAbsent(dag,
        id -> new AssetConsumer(id, on, owner.dataWait(Objects.requireNonNull(dags.find(id))))));
    return new AssetView(name, List.copyOf(uses.producers), List.copyOf(uses.consumers.keySet()),
        uses.consumers.keySet().stream().filter(dag -> Objects.requireNonNull(consumers.get(dag)).lacks(name)).toList(),
        standing == null ? 0 : standing.last(),
        newest.stream()
            .limit(most)
            .map(each -> new AssetEventView(each.number(), Instant.ofEpochMilli(each.at()), each.source().producer(),
                each.source().by(), each.source().note()))
            .toList());
  }

  private Catalog.Dag asset(String name) {
    Catalog.Dag asset = dags.find(Links.asset(name));
    if (asset != null) {
      return asset;
    }
    List<String> names = node.store()
        .catalog()
        .assets()
        .stream()
        .map(each -> Links.assetName(each.id()))
        .toList();
    String hint = NearestName.hint(name, names);
    throw new RefusedException(Kind.NOT_FOUND, List.of(new ApiError("unknown-asset", "asset",
        "Expected an asset that a deployed DAG produces or runs on, but found '" + name + "'"
            + (hint.isEmpty() ? "" : "; " + hint),
        name, names.size() <= 20 ? String.join(", ", names) : names.size() + " assets")));
  }

  @Override public AssetEventTaken tell(String name, AssetEventRequest request) {
    String by = UserText.USER.checked(request.by());
    String note = UserText.NOTE.checked(request.note());
    Catalog.Dag asset = asset(name);
    AssetEventAccepted accepted = sender.submit(AssetEventAccepted.class, asset, request,
        new RecordAssetEvent(asset.number(), by == null ? "" : by, note == null ? "" : note), "asset");
    return new AssetEventTaken(name, accepted.event(), accepted.told());
  }

  /// Why data is missing: what its DAG told, or what is wrong with the DAG itself.
  private String reason(HeldSlots.Gap gap) {
    if (!gap.problem().isEmpty()) {
      return gap.problem();
    }
    Catalog.Dag dag = dags.find(gap.required().dag());
    Graph graph = dag == null || dag.active() == 0 ? null : graph(dag);
    if (graph == null) {
      return "there is no DAG '" + gap.required().dag() + "'; deploy it, or a version that does not require it";
    }
    for (ScheduleNode schedule : graph.schedules()) {
      if (schedule.name().equals(gap.required().schedule())) {
        return schedule.pointInTime()
            ? "the slots of schedule '" + schedule.name()
                + "' are points in time and cover nothing; remove pointInTime()"
            : "its slot has not ended, or lies before the deployment of '" + gap.required().dag()
                + "': then backfill it";
      }
    }
    return "DAG '" + gap.required().dag() + "' has no schedule '" + gap.required().schedule() + "'; it has "
        + (graph.schedules().isEmpty()
            ? "none"
            : String.join(", ", graph.schedules().stream().map(ScheduleNode::name).toList()));
  }

  @Override public DataWaitView waits(String id) {
    Catalog.Dag dag = found.dag(id);
    Graph graph = dag.active() == 0 ? null : found.compiled(dag, dag.active()).graph();
    OnAssetsNode on = graph == null ? null : graph.onAssets();
    DataWait wait = owner.dataWait(dag);
    List<AssetWaitView> assets = new ArrayList<>();
    for (String asset : on == null ? List.<String>of() : on.assets()) {
      var pending = wait == null ? null : wait.pending().get(asset);
      assets.add(pending == null
          ? new AssetWaitView(asset, 0, null, null)
          : new AssetWaitView(asset, pending.count(), Instant.ofEpochMilli(pending.lastAt()),
              pending.source().text()));
    }
    List<HeldSlotView> held = wait == null
        ? List.of()
        : wait.held()
            .stream()
            .map(each -> new HeldSlotView(each.slot().schedule(), Instant.ofEpochMilli(each.slot().time()),
                Instant.ofEpochMilli(each.slot().intervalStart()), Instant.ofEpochMilli(each.slot().intervalEnd()),
                each.gap().required().text(), Instant.ofEpochMilli(each.gap().from()),
                reason(each.gap())))
            .toList();
    List<RequiringView> requires = graph == null
        ? List.of()
        : graph.schedules()
            .stream()
            .filter(each -> !each.requires().isEmpty())
            .map(each -> new RequiringView(each.name(), each.requires().stream().map(RequiredSlotsNode::text).toList()))
            .toList();
    return new DataWaitView(dag.id(), on == null ? null : on.text(), assets, requires, held);
  }
}
