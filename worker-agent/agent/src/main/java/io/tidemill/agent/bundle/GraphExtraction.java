package io.tidemill.agent.bundle;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import java.io.IOException;
import java.util.List;

/// Gets the graphs of a bundle's DAGs. Building a DAG runs user code: [#inChild] does so in another process with a limit of
/// time and memory and an empty environment, [#here] in this one, faster and without any limit.
public final class GraphExtraction {
  private GraphExtraction() {}

  /// The graphs, built in this process by the calling thread.
  ///
  /// @throws BundleException if a DAG cannot be built
  public static List<Graph> here(PreparedBundle prepared) throws BundleException, IOException {
    try (LoadedBundle bundle = LoadedBundle.open(prepared)) {
      return DagFinder.find(bundle).stream().map(Dag::graph).toList();
    }
  }

  /// The graphs, built in a fresh process. Blocks until it has ended, at most for the timeout.
  ///
  /// @throws BundleException if a DAG cannot be built, or not within the limits
  /// @throws IOException if no process can be started or read
  public static List<Graph> inChild(PreparedBundle prepared, ExtractionEnvironment extractionEnvironment)
      throws BundleException, IOException, InterruptedException {
    try (ExtractionChild child = ExtractionChild.start(extractionEnvironment)) {
      return child.build(prepared);
    }
  }
}
