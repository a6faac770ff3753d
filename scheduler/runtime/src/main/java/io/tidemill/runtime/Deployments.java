package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.runtime.DeploymentPlan.DagStep;
import io.tidemill.runtime.diff.GraphDiff;
import io.tidemill.runtime.diff.ScheduleChange;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Activation;
import io.tidemill.runtime.port.Catalog.Candidate;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.Catalog.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes versions of DAGs known and active. Active runs go on with theirs; later ones are of the version that is active when they
/// are asked for. Safe for use by several threads.
///
/// What will be done can be asked for first. It has a hash; doing it under that hash is refused where the plan is another by then.
public final class Deployments {
  private static final int PLAN_HASH_CHARS = 16;

  private final Catalog catalog;
  private final DagDirectory dags;
  private final ActivationListener listener;

  /// Deployments that no scheduler is told of: the one that owns the DAGs learns it when it starts.
  public Deployments(Catalog catalog, DagDirectory dags) {
    this(catalog, dags, id -> {});
  }

  /// @param listener told after another version of a DAG became active
  public Deployments(Catalog catalog, DagDirectory dags, ActivationListener listener) {
    this.catalog = catalog;
    this.dags = dags;
    this.listener = listener;
  }

  /// What deploying a bundle with these graphs would do.
  ///
  /// @param bundle SHA-256 of the content in hex
  public DeploymentPlan plan(String bundle, List<Graph> graphs) {
    StringBuilder what = new StringBuilder(bundle);
    List<DagStep> steps = new ArrayList<>();
    for (Graph graph : graphs) {
      Catalog.Dag dag = dags.find(graph.dag());
      Version active = dag == null || dag.active() == 0 ? null : catalog.version(dag.number(), dag.active());
      String hash = GraphJson.hash(graph);
      int from = active == null ? 0 : active.number();
      Graph before = active == null ? null : GraphReader.read(active.graphJson());
      steps.add(new DagStep(graph.dag(), from, dag == null ? 0 : existing(dag.number(), active, bundle, hash),
          GraphDiff.between(before, graph), ScheduleChange.between(before, graph), graph.tasks().size(),
          dag == null ? 0 : live(dag.number(), from)));
      what.append('\n').append(graph.dag()).append('\n').append(hash).append('\n').append(from);
    }
    return new DeploymentPlan(hash(what.toString()), bundle, steps);
  }

  private int existing(int dag, @Nullable Version active, String bundle, String graphHash) {
    if (active != null && active.bundle().equals(bundle) && active.graphHash().equals(graphHash)) {
      return active.number();
    }
    for (Catalog.Summary known : catalog.versions(dag)) {
      if (known.bundle().equals(bundle)) {
        Version version = catalog.version(dag, known.number());
        if (version != null && version.graphHash().equals(graphHash)) {
          return known.number();
        }
      }
    }
    return 0;
  }

  private long live(int dag, int version) {
    return catalog.versions(dag)
        .stream()
        .filter(known -> known.number() == version)
        .mapToLong(Catalog.Summary::live)
        .sum();
  }

  /// Stores a bundle and makes the versions with its graphs the active ones: all, or none. A bundle and graph deployed before
  /// give the version they gave then.
  ///
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @return the versions in the order of the graphs
  /// @throws PlanChangedException if another version became active since
  public List<Version> deploy(Catalog.Bundle bundle, List<Graph> graphs, @Nullable String plan, Cause cause)
      throws PlanChangedException {
    DeploymentPlan now = null;
    if (plan != null) {
      now = plan(bundle.hash(), graphs);
      if (!now.hash().equals(plan)) {
        throw changed(plan, now);
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      Graph graph = graphs.get(i);
      candidates.add(new Candidate(dags.findOrCreate(graph.dag()).number(),
          now == null ? Candidate.ANY : now.dags().get(i).from(), GraphJson.hash(graph), GraphJson.write(graph)));
    }
    List<Version> versions = catalog.deploy(bundle, candidates, cause);
    if (versions == null) {
      throw changed(String.valueOf(plan), plan(bundle.hash(), graphs));
    }
    graphs.forEach(graph -> listener.activated(graph.dag()));
    return versions;
  }

  private PlanChangedException changed(String plan, DeploymentPlan now) {
    return new PlanChangedException("Expected plan " + plan + " to hold still, but now " + now.dags()
        .stream()
        .map(step -> step.from() == 0 ? step.dag() + " has no version" : since(step.dag(), step.from()))
        .collect(Collectors.joining("; ")) + ". Plan " + now.hash() + " says what would be done now");
  }

  private String since(String id, int version) {
    Catalog.Dag dag = dags.find(id);
    List<Activation> last = dag == null ? List.of() : catalog.activations(dag.number(), 1);
    return "version " + version + " of " + id + " is active" + (last.isEmpty()
        ? ""
        : ", since a " + last.getFirst().cause().verb() + " by " + last.getFirst().cause().author() + " at "
            + Instant.ofEpochMilli(last.getFirst().at()));
  }

  /// Deploys a bundle with one DAG, whatever is active.
  public Version deploy(Graph graph, String bundle, String fileName, byte[] content) {
    try {
      return deploy(new Catalog.Bundle(bundle, fileName, content), List.of(graph), null,
          new Cause("deploy", "")).getFirst();
    } catch (PlanChangedException e) {
      throw new IllegalStateException("Expected no plan to be compared, but found " + e.getMessage(), e);
    }
  }

  /// What making a version active that was deployed before would do.
  ///
  /// @param version an existing version of the DAG
  public DeploymentPlan planActivation(Catalog.Dag dag, Version version) {
    Version active = dag.active() == 0 ? null : catalog.version(dag.number(), dag.active());
    Graph graph = GraphReader.read(version.graphJson());
    Graph before = active == null ? null : GraphReader.read(active.graphJson());
    DagStep step = new DagStep(dag.id(), dag.active(), version.number(),
        GraphDiff.between(before, graph), ScheduleChange.between(before, graph), graph.tasks().size(),
        live(dag.number(), dag.active()));
    return new DeploymentPlan(hash(dag.id() + "\n" + dag.active() + "\n" + version.number()), version.bundle(),
        List.of(step));
  }

  /// Makes a version active that was deployed before.
  ///
  /// @param dag a DAG as just found
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @throws PlanChangedException if another version became active since, or the version was purged
  public void activate(Catalog.Dag dag, Version version, @Nullable String plan, Cause cause)
      throws PlanChangedException {
    DeploymentPlan now = planActivation(dag, version);
    if (plan != null && !now.hash().equals(plan)) {
      throw changed(plan, now);
    }
    if (!catalog.activate(dag.number(), version.number(), dag.active(), cause)) {
      Catalog.Dag found = dags.find(dag.id());
      throw changed(now.hash(), planActivation(found == null ? dag : found, version));
    }
    listener.activated(dag.id());
  }

  /// Learns that another version of a DAG became active. Called by the thread that deploys; may block for a look at the catalog.
  @FunctionalInterface
  public interface ActivationListener {
    void activated(String dag);
  }

  /// A short fingerprint of what a plan is about.
  public static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, PLAN_HASH_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256, which every Java platform has", e);
    }
  }
}
