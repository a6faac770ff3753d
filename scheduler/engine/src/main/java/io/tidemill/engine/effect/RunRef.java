package io.tidemill.engine.effect;

import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent must know of a run.
///
/// @param dag number of the DAG
/// @param run number of the run in its DAG
/// @param compiled what it executes
/// @param params its parameters
/// @param slot the slot it is of, null where it is of none
/// @param events the events of assets that started it, empty where others did
public record RunRef(int dag, long run, CompiledGraph compiled, Value params,
    Trigger.@Nullable Slot slot, List<AssetEvents> events) {
  /// Of a run in memory.
  public static RunRef of(RunState run) {
    return new RunRef(run.dag(), run.number(), run.compiled(), run.params(),
        slot(run.trigger()), run.trigger() instanceof Trigger.Assets assets ? assets.events() : List.of());
  }

  private static Trigger.@Nullable Slot slot(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Slot slot -> slot;
      case Trigger.Backfill backfill -> new Trigger.Slot(backfill.slot());
      case Trigger.Manual manual -> null;
      case Trigger.ApiKey key -> null;
      case Trigger.Assets assets -> null;
    };
  }
}
