package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.Catalog;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Plans of versions, read from the catalog once. Safe for use by several threads.
public final class CompiledGraphCache implements CompiledGraphs {
  private final Catalog catalog;
  private final Map<Key, CompiledGraph> plans = new ConcurrentHashMap<>();
  private final Set<Key> retired = ConcurrentHashMap.newKeySet();

  public CompiledGraphCache(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override public CompiledGraph plan(int dag, int version) {
    return plans.computeIfAbsent(new Key(dag, version), key -> {
      Catalog.Version stored = catalog.version(dag, version);
      if (stored == null) {
        throw new IllegalStateException("Expected version " + version + " of DAG " + dag
            + " in the catalog, but there is none; restore the database from a backup");
      }
      Graph graph = GraphReader.read(stored.graphJson());
      return CompiledGraph.of(version, stored.bundle(), graph);
    });
  }

  /// No run is created on a version any more. Numbers of versions are never used again, so this may be so for ever.
  void retire(int dag, int version) {
    retired.add(new Key(dag, version));
  }

  /// Takes back [#retire].
  void reinstate(int dag, int version) {
    retired.remove(new Key(dag, version));
  }

  /// Whether an input would create a run on a retired version.
  boolean refuses(Input input) {
    return input instanceof CreateRun create && retired.contains(new Key(create.dag(), create.version()));
  }

  private record Key(int dag, int version) {}
}
