package io.tidemill.api.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.graph.GraphResource;
import io.tidemill.api.graph.GraphView;
import io.tidemill.api.layout.GraphLayout;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.runtime.port.Catalog;

/// Graphs, laid out once a version. The latest used ones are kept.
final class GraphService implements GraphResource {
  private static final long MOST_KEPT_TASKS = 50_000;

  private final RequestResolver requestResolver;
  private final Cache<Key, GraphView> layouts = Caffeine.newBuilder()
      .maximumWeight(MOST_KEPT_TASKS)
      .weigher((Key _, GraphView graph) -> 1 + graph.nodes().size() + graph.edges().size())
      .build();

  GraphService(RequestResolver requestResolver) {
    this.requestResolver = requestResolver;
  }

  private record Key(int dag, int version) {}

  @Override public GraphView get(String dag, int version) {
    Catalog.Dag known = requestResolver.dag(dag);
    CompiledGraph compiled = requestResolver.compiled(known, requestResolver.version(known, version));
    if (compiled.size() > GraphView.MOST_TASKS) {
      throw RefusedException.of(Kind.CONFLICT, "too-large", "version", "Expected a graph of at most "
          + GraphView.MOST_TASKS + " tasks to draw, but version " + version + " of '" + dag + "' has " + compiled.size()
          + "; look at the list of tasks instead");
    }
    return layouts.get(new Key(known.number(), version), _ -> GraphLayout.of(compiled.graph(), version));
  }
}
