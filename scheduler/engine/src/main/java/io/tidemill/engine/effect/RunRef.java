package io.tidemill.engine.effect;

import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Value;

/// What an agent must know of a run.
///
/// @param dag number of the DAG
/// @param run number of the run in its DAG
/// @param plan what it executes
/// @param params its parameters
public record RunRef(int dag, long run, CompiledGraph plan, Value params) {
  /// Of a run in memory.
  public static RunRef of(RunState run) {
    return new RunRef(run.dag(), run.number(), run.plan(), run.params());
  }
}
