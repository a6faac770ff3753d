package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.runtime.port.Catalog;

/// Makes versions of DAGs known and active.
public final class Deployments {
  private final Catalog catalog;
  private final DagDirectory dags;

  public Deployments(Catalog catalog, DagDirectory dags) {
    this.catalog = catalog;
    this.dags = dags;
  }

  /// Stores a bundle and makes the version with its graph the active one. A bundle and graph deployed before give the version
  /// they gave then. Active runs go on with theirs.
  ///
  /// @param bundle SHA-256 of the content in hex
  /// @param fileName name of the bundle's file
  public Catalog.Version deploy(Graph graph, String bundle, String fileName, byte[] content) {
    Catalog.Dag dag = dags.findOrCreate(graph.dag());
    catalog.storeBundle(bundle, fileName, content);
    return catalog.activate(dag.number(), bundle, GraphJson.hash(graph), GraphJson.write(graph));
  }
}
