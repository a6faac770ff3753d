package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.bundle.Surroundings;
import io.tidemill.console.view.BundleDeployer;
import io.tidemill.console.view.Deployed;
import io.tidemill.console.view.RefusedException;
import io.tidemill.console.view.RefusedException.Kind;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.plan.UnsupportedFeature;
import io.tidemill.protocol.BundleFile;
import io.tidemill.runtime.Deployments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Deploys files: checks or compiles, builds their DAGs, refuses what this build does not act on. Safe for use by several
/// threads.
public final class FileDeployer implements BundleDeployer {
  private final BundleLoader loader;
  private final Deployments deployments;
  private final boolean trusted;

  /// @param work folder of the agent of this process, which finds there what was prepared here
  /// @param trusted true: DAGs are built in this process, because it runs their tasks anyway and for nobody else
  public FileDeployer(Path work, Deployments deployments, boolean trusted) {
    this.loader = new BundleLoader(work.resolve("bundles"));
    this.deployments = deployments;
    this.trusted = trusted;
  }

  @Override public List<Deployed> deploy(String name, byte[] content) {
    PreparedBundle prepared;
    List<Graph> graphs;
    try {
      prepared = loader.prepare(new BundleFile(name, content));
      graphs = trusted
          ? GraphExtraction.here(prepared)
          : GraphExtraction.inChild(prepared, Surroundings.plain());
    } catch (BundleException e) {
      throw BundleRefusals.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.of(Kind.UNAVAILABLE, "interrupted", "",
          "The deployment was interrupted; nothing was done");
    }
    List<UnsupportedFeature> unsupported = graphs.stream()
        .flatMap(graph -> UnsupportedFeature.of(graph).stream())
        .toList();
    if (!unsupported.isEmpty()) {
      throw BundleRefusals.of(unsupported);
    }
    return graphs.stream()
        .map(graph -> new Deployed(graph.dag(), deployments.deploy(graph, prepared.hash(), name, content).number(),
            prepared.hash(), graph.tasks().size()))
        .toList();
  }
}
