package io.tidemill.engine.graph;

/// Looks up plans that facts name. The shell has every plan of a partition's runs at hand before the engine asks.
@FunctionalInterface
public interface CompiledGraphs {
  /// The plan of a version.
  ///
  /// @throws IllegalStateException if it is not at hand
  CompiledGraph plan(int dag, int version);
}
