package io.tidemill.runtime;

import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.AssetEvent;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.PauseEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What only the owner of a partition can answer, since it follows from the live state and no table holds it. Values go in and values
/// come out, so that a question can be sent to another scheduler.
///
/// An answer may speak of what is decided and not yet durable: it is for people to read and for agents to be compared with, never to
/// decide by. It is null where nobody owns the partition. Questions of people, about a run, are answered within two seconds, and with
/// null too where the owner is busy for so long. Those about agents wait for as long as it is busy: whoever left one out would
/// neither send an agent its work again nor declare it lost. Safe for use by several threads, also by those that step a partition.
public interface OwnerQueries {
  /// How the shards of an active run stand, by index of their task; empty where the run is not active or has none.
  @Nullable Map<Integer, ShardCounts> shardCounts(Catalog.Dag dag, long run);

  /// Packed keys of the shards of an active run, by index of their task; empty where the run is not active or has none.
  @Nullable Map<Integer, Value> shardKeys(Catalog.Dag dag, long run);

  /// What each shard of a task of an active run is at; null too where the run is not active.
  @Nullable ShardStates shardStates(Catalog.Dag dag, long run, int task);

  /// What would become of the slots of each DAG of a partition if the pause of a group ended now, by number of the DAG; empty where
  /// the group is not paused there. Answered within two seconds.
  ///
  /// @param tag the tag of the group, empty for all DAGs
  /// @param now in milliseconds since 1970
  @Nullable Map<Integer, ResumePlanned> resumePlans(int partition, String tag, long now);

  /// Pauses of groups of DAGs that last in a partition; null where its owner is busy for two seconds.
  @Nullable List<PauseEntry> groupPauses(int partition);

  /// Maintenance windows of a partition that are planned, last or ended lately; null where its owner is busy for two seconds.
  @Nullable List<MaintenanceWindow> maintenance(int partition);

  /// Why no agent takes what requires that now, for people; null too if one does.
  @Nullable String unserved(Catalog.Dag dag, Requirement requirement);

  /// Incarnations of the agents that have some of these attempts. Those that are with nobody any more are left out.
  @Nullable Map<AssignmentRef, Long> agents(int partition, Collection<AssignmentRef> attempts);

  /// Incarnations of all agents that have something of a partition.
  @Nullable Set<Long> agentsWithWork(int partition);

  /// All that agents have of a partition.
  @Nullable List<AssignedTask> assigned(int partition);

  /// An attempt, or assignment of shards, as it was sent to its agent; null too if it is with nobody any more.
  @Nullable Effect assignment(int partition, AssignmentRef attempt);

  /// The events of an asset and who is told.
  @Nullable AssetStanding asset(Catalog.Dag asset);

  /// What a DAG waits for before it runs by itself.
  @Nullable DataWait dataWait(Catalog.Dag dag);

  /// The events of assets that started an active run; empty where others did, null too where the run is not active.
  @Nullable List<AssetEvents> startedBy(Catalog.Dag dag, long run);

  /// An asset.
  ///
  /// @param last number of the last event, 0 before the first
  /// @param newest the newest events, oldest first
  /// @param subscribers numbers of the DAGs that are told each event
  record AssetStanding(long last, List<AssetEvent> newest, Set<Integer> subscribers) {}

  /// What a DAG waits for.
  ///
  /// @param pending events of assets that started no run yet, by asset
  /// @param held slots that wait for slots of other DAGs, oldest first; at most [#MOST_HELD]
  /// @param paused whether it is paused, itself or with others
  /// @param room whether its overlap policy lets a run begin now
  record DataWait(Map<String, AssetEvents> pending, List<HeldSlot> held, boolean paused, boolean room) {
    /// Most slots that are told.
    public static final int MOST_HELD = 100;
  }

  /// A slot that waits for slots of another DAG.
  record HeldSlot(SlotRef slot, HeldSlots.Gap gap) {}

  /// Shards of a task by what they do.
  ///
  /// @param ready those that wait for a slot
  /// @param assigned those that an agent has
  record ShardCounts(int all, int ready, int assigned) {}

  /// Names an attempt, or an assignment of shards, by its nonce.
  record AssignmentRef(int dag, long run, int task, long nonce) {}

  /// A task of which an agent has something.
  ///
  /// @param agent incarnation of the agent
  /// @param path `DAG/RUN/TASK`, as people name it
  record AssignedTask(int dag, long run, int task, long agent, String path) {}
}
