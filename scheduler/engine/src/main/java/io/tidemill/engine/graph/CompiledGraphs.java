package io.tidemill.engine.graph;

import java.util.List;

/// Looks up compiled graphs that facts name. The shell has every compiled graph of a partition's runs at hand before the engine asks.
@FunctionalInterface
public interface CompiledGraphs {
  /// The compiled graph of a version.
  ///
  /// @throws IllegalStateException if it is not at hand
  CompiledGraph compiled(int dag, int version);

  /// The compiled graph of a run that was on some versions one after the other.
  ///
  /// @param versions at least one; the last is the one it is on
  default CompiledGraph compiled(int dag, List<Integer> versions) {
    CompiledGraph compiled = compiled(dag, versions.getFirst());
    for (int version : versions.subList(1, versions.size())) {
      compiled = compiled(dag, version).followingOn(compiled);
    }
    return compiled;
  }
}
