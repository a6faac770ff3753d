package io.tidemill.test;

import io.tidemill.dsl.Asset;
import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.SlotResult;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.SlotHistory;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DAG on a virtual scheduler, and what its test says about it.
record VirtualDag<P>(int number, Dag<P> dag, Stubs script) {
  /// A run of it that was created.
  ///
  /// @param given parameters of the run, null for those of its slot, or else for the defaults
  /// @param over parameters as `name=value` that win over those made of the slot
  /// @param name of the run, before what is printed of it
  VirtualRun<P> created(RunState run, @Nullable Object given, List<String> over, ValueTable values, long now,
      String name, PrintStream out) {
    Slot slot = slot(dag.graph(), run.trigger());
    return new VirtualRun<>(number, dag, script.copy(), run, slot, params(given, slot), over, values, now, name, out);
  }

  private @Nullable P params(@Nullable Object given, @Nullable Slot slot) {
    if (given != null) {
      return dag.paramsType().cast(given);
    }
    if (slot == null) {
      return new RunParams<>(dag).of(List.of());
    }
    return makesParams(dag.graph()) ? null : dag.slotParams(slot.schedule()).of(slot);
  }

  /// Whether a task of the DAG makes the parameters of a slot's run.
  static boolean makesParams(Graph graph) {
    return graph.tasks().stream().anyMatch(task -> task.kind() == TaskKind.SLOT_PARAMS);
  }

  /// The trigger of the run of a slot.
  static Trigger trigger(Slot slot) {
    SlotResult previous = slot.previous();
    Instant success = slot.lastSuccess();
    return new Trigger.Slot(
        new SlotRef(slot.schedule(), slot.time().toEpochMilli(), slot.intervalStart().toEpochMilli(),
            slot.intervalEnd().toEpochMilli()),
        new SlotHistory.Past(previous, success == null ? SlotHistory.NEVER : success.toEpochMilli()));
  }

  private static @Nullable Slot slot(Graph graph, Trigger trigger) {
    SlotRef slot = trigger.ofSlot();
    if (slot == null) {
      return null;
    }
    SlotHistory.Past past = trigger instanceof Trigger.Slot due ? due.past() : SlotHistory.Past.NONE;
    return new Slot(slot.schedule(), Instant.ofEpochMilli(slot.time()), Instant.ofEpochMilli(slot.intervalStart()),
        Instant.ofEpochMilli(slot.intervalEnd()), zone(graph, slot.schedule()), past.previous(),
        past.lastSuccess() == SlotHistory.NEVER ? null : Instant.ofEpochMilli(past.lastSuccess()));
  }

  /// The events that started a run, as bodies see them.
  static List<AssetUpdates> updates(Trigger trigger) {
    return trigger instanceof Trigger.Assets assets
        ? assets.events().stream().map(VirtualDag::updates).toList()
        : List.of();
  }

  private static AssetUpdates updates(AssetEvents events) {
    return new AssetUpdates(Asset.of(events.asset()), events.first(), events.last(), events.count(),
        Instant.ofEpochMilli(events.firstAt()), Instant.ofEpochMilli(events.lastAt()),
        AssetUpdates.Producer.parse(events.source().producer()), events.source().by(), events.source().note());
  }

  private static ZoneId zone(Graph graph, String schedule) {
    return graph.schedules()
        .stream()
        .filter(each -> each.name().equals(schedule))
        .map(ScheduleNode::zone)
        .findFirst()
        .map(ZoneId::of)
        .orElse(ZoneId.of("UTC"));
  }
}
