package io.tidemill.runtime;

import io.tidemill.engine.decide.Assigned;
import io.tidemill.engine.decide.ResumePlan;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.PauseEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks the partitions that this scheduler owns.
public final class LocalOwnerQueries implements OwnerQueries {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SchedulerNode node;

  public LocalOwnerQueries(SchedulerNode node) {
    this.node = node;
  }

  @Override public @Nullable Map<Integer, ShardCounts> shardCounts(Catalog.Dag dag, long run) {
    return ask(dag.partition(), state -> {
      RunState found = state.run(dag.number(), run);
      Map<Integer, ShardCounts> counts = new HashMap<>();
      for (int task = 0; found != null && task < found.compiled().size(); task++) {
        ShardTable table = found.table(task);
        if (table != null) {
          counts.put(task,
              new ShardCounts(table.live(), table.count(ShardState.READY), table.count(ShardState.ASSIGNED)));
        }
      }
      return counts;
    });
  }

  @Override public @Nullable Map<Integer, Value> shardKeys(Catalog.Dag dag, long run) {
    return ask(dag.partition(), state -> {
      RunState found = state.run(dag.number(), run);
      return found == null ? Map.of() : shardKeys(found);
    });
  }

  /// Packed keys of the shards of a run, by index of their task. Aligned tasks have those of the task before.
  public static Map<Integer, Value> shardKeys(RunState run) {
    Map<Integer, Value> keys = new HashMap<>();
    for (int task = 0; task < run.compiled().size(); task++) {
      Instance instance = run.instance(task);
      ShardTable previous = instance == null ? null : instance.previous;
      ShardTable table = run.table(task) == null ? previous : run.table(task);
      if (table == null) {
        continue;
      }
      Value own = table.keys() == null && run.compiled().task(task).aligned()
          ? keys.get(run.compiled().task(task).alignedWith())
          : table.keys();
      if (own != null) {
        keys.put(task, own);
      }
    }
    return keys;
  }

  @Override public @Nullable ShardStates shardStates(Catalog.Dag dag, long run, int task) {
    return ask(dag.partition(), state -> {
      RunState found = state.run(dag.number(), run);
      return found == null ? null : ShardStates.of(found, task);
    });
  }

  @Override public @Nullable Map<Integer, ResumePlanned> resumePlans(int partition, String tag, long now) {
    return ask(partition, state -> ResumePlan.ofGroup(state, tag, Math.max(now, state.lastTime())));
  }

  @Override public @Nullable List<PauseEntry> groupPauses(int partition) {
    return ask(partition, state -> state.pauses()
        .entrySet()
        .stream()
        .filter(group -> group.getValue().since() != 0)
        .map(group -> new PauseEntry(group.getKey(), group.getValue().since(), group.getValue().by()))
        .toList());
  }

  @Override public @Nullable List<MaintenanceWindow> maintenance(int partition) {
    return ask(partition, state -> List.copyOf(state.maintenance().values()));
  }

  @Override public @Nullable String unserved(Catalog.Dag dag, Requirement requirement) {
    return node.agents().unserved(requirement);
  }

  @Override public @Nullable Map<AssignmentRef, Long> agents(int partition, Collection<AssignmentRef> attempts) {
    return await(partition, state -> {
      Map<AssignmentRef, Long> agents = new HashMap<>();
      for (AssignmentRef each : attempts) {
        long with = Assigned.agent(state, each.dag(), each.run(), each.task(), each.nonce());
        if (with != 0) {
          agents.put(each, with);
        }
      }
      return agents;
    });
  }

  @Override public @Nullable Set<Long> agentsWithWork(int partition) {
    return await(partition, state -> new HashSet<>(state.assignments().agents()));
  }

  @Override public @Nullable List<AssignedTask> assigned(int partition) {
    return await(partition, state -> state.assignments()
        .all()
        .stream()
        .map(LocalOwnerQueries::assigned)
        .toList());
  }

  private static AssignedTask assigned(Entry entry) {
    RunState run = entry.run();
    return new AssignedTask(run.dag(), run.number(), entry.task(), entry.agent(), run.compiled().graph().dag() + "/"
        + run.number() + "/" + run.compiled().task(entry.task()).node().id());
  }

  @Override public @Nullable Effect assignment(int partition, AssignmentRef attempt) {
    return await(partition,
        state -> Assigned.find(state, attempt.dag(), attempt.run(), attempt.task(), attempt.nonce()));
  }

  @Override public @Nullable AssetStanding asset(Catalog.Dag asset) {
    return ask(asset.partition(), state -> {
      DagState known = state.dags().get(asset.number());
      AssetState it = known == null ? null : known.links().assetOrNull();
      return it == null
          ? new AssetStanding(0, List.of(), Set.of())
          : new AssetStanding(it.last(), List.copyOf(it.newest()), Set.copyOf(it.subscribers().keySet()));
    });
  }

  @Override public @Nullable DataWait dataWait(Catalog.Dag dag) {
    return ask(dag.partition(), state -> {
      DagState known = state.dags().get(dag.number());
      if (known == null) {
        return new DataWait(Map.of(), List.of(), false, true);
      }
      List<HeldSlot> held = new ArrayList<>();
      for (SlotRef slot : known.links().held()) {
        HeldSlots.Gap gap = HeldSlots.gap(known, slot);
        if (gap != null && held.size() < DataWait.MOST_HELD) {
          held.add(new HeldSlot(slot, gap));
        }
      }
      return new DataWait(Map.copyOf(known.links().assetWait().pending()), List.copyOf(held), state.paused(known),
          known.hasRoom());
    });
  }

  @Override public @Nullable List<AssetEvents> startedBy(Catalog.Dag dag, long run) {
    return ask(dag.partition(), state -> {
      RunState found = state.run(dag.number(), run);
      return found == null ? null : found.trigger() instanceof Trigger.Assets assets ? assets.events() : List.of();
    });
  }

  private <T extends @Nullable Object> @Nullable T ask(int partition, Function<PartitionState, T> question) {
    return node.inspect(partition, question, PATIENCE);
  }

  private <T extends @Nullable Object> @Nullable T await(int partition, Function<PartitionState, T> question) {
    return node.inspect(partition, question);
  }
}
