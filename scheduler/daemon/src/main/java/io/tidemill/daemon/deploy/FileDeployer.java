package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DeterminismCheck;
import io.tidemill.agent.bundle.ExtractionEnvironment;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.bundle.WarmExtractionPool;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.service.BundleDeployer;
import io.tidemill.api.service.DeploymentViews;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.graph.UnsupportedFeature;
import io.tidemill.protocol.BundleFile;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.PlanChangedException;
import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Deploys files: checks or compiles them, builds their DAGs, refuses unsupported features. Safe for use by several threads.
///
/// A file that is planned first is built twice in processes of its own, and the graphs are kept until it is deployed. Without a
/// plan, [ExtractionPolicy] decides.
public final class FileDeployer implements BundleDeployer, AutoCloseable {
  /// How files without a plan are built.
  public enum ExtractionPolicy {
    /// Once, in this process, which runs their tasks anyway, for the same user.
    TRUSTED,
    /// Once, in a process of their own: a saved file is deployed at once.
    ONCE,
    /// Twice, each time in a process of their own, and refused if the DAGs differ: other machines will build them again.
    TWICE
  }

  private static final int MAX_REMEMBERED = 16;

  private final BundleLoader loader;
  private final Deployments deployments;
  private final Function<Requirement, @Nullable String> unable;
  private final ExtractionPolicy extractionPolicy;
  private final @Nullable WarmExtractionPool extraction;
  private final LinkedHashMap<PreparedBundle, List<Graph>> checked = new LinkedHashMap<>(MAX_REMEMBERED, 0.75f, true);

  /// @param work work folder of the agent of this process, which reuses the bundles prepared here
  /// @param unable why no connected agent could satisfy a requirement, null if one could
  /// @param extractionPolicy how files without a plan are built
  public FileDeployer(Path work, Deployments deployments, ExtractionPolicy extractionPolicy,
      Function<Requirement, @Nullable String> unable) {
    this.unable = unable;
    this.loader = new BundleLoader(work.resolve("bundles"));
    this.deployments = deployments;
    this.extractionPolicy = extractionPolicy;
    this.extraction = extractionPolicy == ExtractionPolicy.TRUSTED
        ? null
        : new WarmExtractionPool(ExtractionEnvironment.plain());
  }

  @Override public DeploymentView plan(String name, byte[] content) {
    Built built = build(name, content, true);
    return DeploymentViews.of(deployments.plan(built.bundle().hash(), built.graphs()), false,
        PlacementWarnings.tasks(built.graphs(), unable));
  }

  @Override public List<Deployed> deploy(String name, byte[] content, @Nullable String plan) {
    return deploy(name, content, plan, _ -> {});
  }

  /// The same, where its caller may refuse.
  ///
  /// @param dags is told the ids of the DAGs before anything is stored, and throws to refuse
  public List<Deployed> deploy(String name, byte[] content, @Nullable String plan, Consumer<List<String>> dags) {
    Built built = build(name, content, plan != null || extractionPolicy == ExtractionPolicy.TWICE);
    dags.accept(built.graphs().stream().map(Graph::dag).toList());
    List<Catalog.Version> versions;
    try {
      BundleFile jar = built.bundle().file();
      versions = deployments.deploy(new Catalog.Bundle(built.bundle().hash(), name, jar.content()), built.graphs(),
          plan, new Catalog.Cause("deploy", CurrentRequest.origin().orAs("versions.deploy")));
    } catch (PlanChangedException e) {
      throw DeploymentViews.changed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Deployed> deployed = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Graph graph = built.graphs().get(i);
      deployed.add(new Deployed(graph.dag(), versions.get(i).number(), built.bundle().hash(), graph.tasks().size()));
    }
    return deployed;
  }

  private record Built(PreparedBundle bundle, List<Graph> graphs) {}

  private Built build(String name, byte[] content, boolean twice) {
    try {
      PreparedBundle prepared = loader.prepare(new BundleFile(name, content));
      List<Graph> known = remembered(prepared);
      if (known != null) {
        return new Built(prepared, known);
      }
      List<Graph> graphs = graphs(prepared, twice);
      refuseUnsupported(graphs);
      if (twice) {
        DeterminismCheck.check(prepared, graphs);
        remember(prepared, graphs);
      }
      return new Built(prepared, graphs);
    } catch (BundleException e) {
      throw BundleRefusals.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.of(Kind.UNAVAILABLE, "interrupted", "",
          "The deployment was interrupted; nothing was done");
    }
  }

  private List<Graph> graphs(PreparedBundle prepared, boolean twice)
      throws BundleException, IOException, InterruptedException {
    if (extraction != null) {
      return extraction.build(prepared);
    }
    return twice ? GraphExtraction.inChild(prepared, ExtractionEnvironment.plain()) : GraphExtraction.here(prepared);
  }

  @Override public void close() {
    if (extraction != null) {
      extraction.close();
    }
  }

  private static void refuseUnsupported(List<Graph> graphs) {
    List<UnsupportedFeature> unsupported = graphs.stream()
        .flatMap(graph -> UnsupportedFeature.of(graph).stream())
        .toList();
    if (!unsupported.isEmpty()) {
      throw BundleRefusals.of(unsupported);
    }
  }

  private @Nullable List<Graph> remembered(PreparedBundle prepared) {
    synchronized (checked) {
      return checked.get(prepared);
    }
  }

  private void remember(PreparedBundle prepared, List<Graph> graphs) {
    synchronized (checked) {
      checked.put(prepared, graphs);
      if (checked.size() > MAX_REMEMBERED) {
        checked.pollFirstEntry();
      }
    }
  }
}
