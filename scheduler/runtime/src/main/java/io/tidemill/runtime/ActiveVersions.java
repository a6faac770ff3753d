package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.Links;
import io.tidemill.runtime.port.Catalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the owner of a DAG which version of it is active: its schedules are in force from when that is decided.
///
/// The catalog is what counts. It is read and told under one lock, so that the last one told is the active one. What was not told
/// because the process ended is told by whoever owns the partition next. Blocks while the catalog is read. Safe for use by
/// several threads.
public final class ActiveVersions {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveVersions.class);
  private static final long PATIENCE_SECONDS = 10;

  private final SchedulerNode node;
  private final ReentrantLock telling = new ReentrantLock();

  ActiveVersions(SchedulerNode node) {
    this.node = node;
  }

  /// Tells which version of a DAG is active now.
  ///
  /// @param id id of the DAG
  public void tell(String id) {
    tell(id, Completion.NONE);
  }

  /// Tells which version of a DAG is active now, and waits until the tables tell it too, ten seconds at most: whoever deployed it shall find its
  /// schedules, and a process that ends behind a deployment shall not leave that to the next one.
  public void announce(String id) {
    Catalog.Dag dag = node.store().catalog().find(id);
    if (dag == null) {
      return;
    }
    try {
      OwnerRequests owner = node.requests();
      owner.activated(dag)
          .thenCompose(_ -> owner.whenProjected(dag.partition()))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The active version of DAG {} was told to its owner, but the tables do not show it yet", id, e);
    }
  }

  /// Tells which version of a DAG is active now.
  ///
  /// @return completed once the owner's decision is durable, or when this scheduler is not the owner
  public CompletableFuture<@Nullable Void> told(String id) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    tell(id, new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        done.complete(null);
      }

      @Override public void dropped(String reason) {
        done.complete(null);
      }
    });
    return done;
  }

  /// Tells which version of a DAG is active now.
  ///
  /// @param told completed once the owner's decision is durable, or when this scheduler is not the owner
  void tell(String id, Completion told) {
    telling.lock();
    try {
      Catalog.Dag dag = node.store().catalog().find(id);
      if (dag == null) {
        told.durable(null);
      } else {
        node.submit(dag.partition(), input(dag), List.of(), told);
      }
    } finally {
      telling.unlock();
    }
  }

  /// Tells partitions that were just acquired what they do not know yet.
  void tell(Collection<Integer> partitions) {
    telling.lock();
    try {
      Map<Integer, List<Catalog.Dag>> dags = node.store()
          .catalog()
          .dags()
          .stream()
          .filter(dag -> partitions.contains(dag.partition()))
          .collect(Collectors.groupingBy(Catalog.Dag::partition));
      dags.forEach((partition, all) -> {
        List<Catalog.Dag> news = node.inspect(partition, state -> {
          // One that was never active, or was removed, has version 0 in both.
          Predicate<Catalog.Dag> known = dag -> dag.active() == (state.dags().containsKey(dag.number())
              ? state.dag(dag.number()).version()
              : Catalog.NO_VERSION);
          return all.stream().filter(known.or(dag -> state.suspended(dag.number())).negate()).toList();
        });
        tellAll(partition, news);
      });
    } finally {
      telling.unlock();
    }
  }

  private void tellAll(int partition, @Nullable List<Catalog.Dag> dags) {
    if (dags != null) {
      dags.forEach(dag -> node.submit(partition, input(dag), List.of(), Completion.NONE));
    }
  }

  private ActivateVersion input(Catalog.Dag dag) {
    if (dag.active() == Catalog.NO_VERSION) {
      // It was removed: no schedule is in force any more.
      return new ActivateVersion(dag.number(), dag.id(), Catalog.NO_VERSION, List.of(), OverlapNode.DEFAULT, List.of(),
          new Links(dag.partition(), Map.of(), null));
    }
    Graph graph = node.graphs().compiled(dag.number(), dag.active()).graph();
    return new ActivateVersion(dag.number(), dag.id(), dag.active(), graph.tags(), graph.overlap(), graph.schedules(),
        links(dag, graph));
  }

  /// Where all is that the version names. What nobody named before gets a number now.
  private Links links(Catalog.Dag dag, Graph graph) {
    Set<String> assets = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    graph.tasks().forEach(task -> assets.addAll(task.produces()));
    OnAssetsNode on = graph.onAssets();
    if (on != null) {
      assets.addAll(on.assets());
    }
    assets.forEach(asset -> ids.add(Links.asset(asset)));
    graph.schedules().forEach(schedule -> schedule.requires().forEach(each -> ids.add(each.dag())));
    Map<String, Address> addresses = new HashMap<>();
    for (String id : ids) {
      Catalog.Dag found = node.directory().findOrCreate(id);
      addresses.put(id, new Address(found.number(), found.partition()));
    }
    return new Links(dag.partition(), addresses, on);
  }
}
