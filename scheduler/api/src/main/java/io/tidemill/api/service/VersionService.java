package io.tidemill.api.service;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.version.ActivateRequest;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.api.version.PurgeRequest;
import io.tidemill.api.version.PurgeView;
import io.tidemill.api.version.VersionResource;
import io.tidemill.api.version.VersionsView;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.DeploymentPlan;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.NotDoneException;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.PlanChangedException;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Activation;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.Catalog.Purged;
import io.tidemill.runtime.port.Catalog.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Versions as the catalog has them.
final class VersionService implements VersionResource {
  private final Catalog catalog;
  private final DagDirectory dags;
  private final RequestResolver requestResolver;
  private final Deployments deployments;
  private final SchedulerNode node;
  private final BundleDeployer deployer;

  VersionService(SchedulerNode node, DagDirectory dags, RequestResolver requestResolver, BundleDeployer deployer) {
    this.catalog = node.store().catalog();
    this.dags = dags;
    this.requestResolver = requestResolver;
    this.deployments = new Deployments(catalog, dags, node.activeVersions()::announce);
    this.node = node;
    this.deployer = deployer;
  }

  @Override public VersionsView list(String id) {
    Catalog.Dag dag = requestResolver.dag(id);
    List<Activation> activations = catalog.activations(dag.number(), VersionsView.MOST_ACTIVATIONS);
    return new VersionsView(id, catalog.versions(dag.number())
        .stream()
        .map(version -> new VersionsView.Version(version.number(), version.bundle(), version.file(), version.bytes(),
            Instant.ofEpochMilli(version.createdAt()), deployer(activations, version.number()),
            version.number() == dag.active(), version.live(), version.runs()))
        .toList(),
        activations.stream()
            .map(each -> new VersionsView.Activation(Instant.ofEpochMilli(each.at()), each.previous(), each.version(),
                each.cause().verb(), each.cause().author()))
            .toList());
  }

  /// Who made the version active first.
  private static String deployer(List<Activation> activations, int version) {
    return activations.reversed()
        .stream()
        .filter(each -> each.version() == version)
        .map(each -> each.cause().author())
        .findFirst()
        .orElse("");
  }

  @Override public DeploymentView plan(String name, byte[] content) {
    return deployer.plan(name, content);
  }

  @Override public List<Deployed> deploy(String name, byte[] content, @Nullable String plan) {
    return deployer.deploy(name, content, plan);
  }

  @Override public DeploymentView activate(String id, ActivateRequest request) {
    Catalog.Dag dag = requestResolver.dag(id);
    Integer wanted = request.version();
    int number = wanted == null ? before(dag) : wanted;
    Catalog.Version version = catalog.version(dag.number(), number);
    if (version == null) {
      throw unknown(dag, number);
    }
    DeploymentPlan plan = deployments.planActivation(dag, version);
    if (request.apply()) {
      try {
        deployments.activate(dag, version, request.plan(),
            new Cause("rollback", CurrentRequest.origin()));
      } catch (PlanChangedException e) {
        throw DeploymentViews.changed(e);
      }
    }
    return DeploymentViews.of(plan, request.apply());
  }

  private int before(Catalog.Dag dag) {
    return catalog.activations(dag.number(), VersionsView.MOST_ACTIVATIONS)
        .stream()
        .filter(each -> each.version() == dag.active() && each.previous() != 0)
        .map(Activation::previous)
        .findFirst()
        .orElseThrow(() -> RefusedException.of(Kind.CONFLICT, "no-version", "version",
            "Expected a version of '" + dag.id() + "' that was active before version " + dag.active()
                + ", but there was none; name the version that shall be active"));
  }

  private RefusedException unknown(Catalog.Dag dag, int version) {
    String known = catalog.versions(dag.number())
        .stream()
        .map(each -> "" + each.number())
        .collect(Collectors.joining(", "));
    return new RefusedException(Kind.NOT_FOUND, List.of(new ApiError("unknown-version", "version",
        "Expected a version of '" + dag.id() + "', but found " + version + "; it has " + known, "" + version, known)));
  }

  @Override public PurgeView purge(PurgeRequest request) {
    List<Catalog.Dag> among = request.dag() == null ? catalog.dags() : List.of(requestResolver.dag(request.dag()));
    Integer version = request.version();
    List<PurgeView.Version> going = version == null ? unused(among) : List.of(one(among, version));
    String hash = Deployments.hash(going.toString());
    if (!request.apply()) {
      return new PurgeView(hash, going, false);
    }
    if (request.plan() != null && !request.plan().equals(hash)) {
      throw RefusedException.of(Kind.CONFLICT, "plan-changed", "plan", "Expected plan " + request.plan()
          + " to hold still, but other versions would go now: plan " + hash + "; look at it again");
    }
    List<PurgeView.Version> gone = new ArrayList<>();
    for (PurgeView.Version each : going) {
      Catalog.Dag dag = Objects.requireNonNull(dags.find(each.dag()));
      Purged purged = purge(dag, each.version());
      if (purged.outcome() == Purged.Outcome.DONE) {
        gone.add(each);
      } else if (version != null) {
        throw refused(dag, each.version(), purged);
      }
    }
    if (version == null && request.dag() == null) {
      catalog.purgeBundles();
    }
    return new PurgeView(hash, gone, true);
  }

  private List<PurgeView.Version> unused(List<Catalog.Dag> among) {
    List<PurgeView.Version> unused = new ArrayList<>();
    for (Catalog.Dag dag : among) {
      for (Summary version : catalog.versions(dag.number())) {
        if (version.number() != dag.active() && version.runs() == 0) {
          unused.add(view(dag, version));
        }
      }
    }
    return unused;
  }

  private PurgeView.Version one(List<Catalog.Dag> among, @Nullable Integer number) {
    if (among.size() != 1 || number == null) {
      throw RefusedException.of(Kind.INVALID, "missing", "dag",
          "Expected the id of a DAG beside the number of its version, but found none");
    }
    Catalog.Dag dag = among.getFirst();
    Summary version = catalog.versions(dag.number())
        .stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .orElseThrow(() -> unknown(dag, number));
    if (number == dag.active()) {
      throw refused(dag, number, new Purged(Purged.Outcome.ACTIVE, 0, 0, false));
    }
    if (version.runs() > 0) {
      throw refused(dag, number, new Purged(Purged.Outcome.IN_USE, version.runs(), version.live(), false));
    }
    return view(dag, version);
  }

  private static PurgeView.Version view(Catalog.Dag dag, Summary version) {
    return new PurgeView.Version(dag.id(), version.number(), version.bundle(), version.file());
  }

  private Purged purge(Catalog.Dag dag, int version) {
    try {
      return node.requests().purge(dag, version, CurrentRequest.origin()).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutcomeUnknownException || e.getCause() instanceof NotDoneException) {
        throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
            e.getCause().getMessage() + "; nothing was purged");
      }
      throw e;
    }
  }

  private RefusedException refused(Catalog.Dag dag, int version, Purged purged) {
    String name = "version " + version + " of '" + dag.id() + "'";
    return switch (purged.outcome()) {
      case ACTIVE -> RefusedException.of(Kind.CONFLICT, "active", "version", "Expected " + name
          + " to be inactive, but it is the active one; make another one active first: tidemill rollback " + dag.id());
      case IN_USE -> RefusedException.of(Kind.CONFLICT, "in-use", "version", purged.live() > 0
          ? "Expected no run in flight on " + name + ", but " + runs(purged.live()) + "; wait for the end or cancel"
          : "Expected no recorded run on " + name + ", but " + runs(purged.runs())
              + " in the history; it can go once retention has removed them");
      case UNKNOWN, DONE -> unknown(dag, version);
    };
  }

  private static String runs(long count) {
    return count == 1 ? "there is 1" : "there are " + count;
  }
}
