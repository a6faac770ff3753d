package io.tidemill.runtime;

import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Purged;
import io.tidemill.runtime.port.Catalog.Purged.Outcome;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Deletes versions of DAGs that nothing names any more. Safe for use by several threads; one version goes at a time.
///
/// A run may be about to be created on a version that was active a moment ago. So the version is first retired: the loop that
/// decides about its DAG creates no run on it from then on. What it decided before is waited for until the tables tell it; only
/// then are they asked whether a run names the version. Only the scheduler that owns the DAG's partition can do that.
public final class Purge {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SchedulerNode node;

  public Purge(SchedulerNode node) {
    this.node = node;
  }

  /// Deletes a version, unless it is active or a recorded run names it. Blocks.
  ///
  /// @param dag a DAG as just found
  /// @param by who asks
  /// @return what became of it
  /// @throws NotOwnerException if this scheduler does not own the DAG
  /// @throws NotDoneException if the DAG is quarantined
  /// @throws OutcomeUnknownException if its tables are too far behind
  public synchronized Purged purge(Catalog.Dag dag, int version, RequestOrigin by) {
    if (node.quarantined(dag.number()) != null) {
      // Its tables may stand still while the journal names the version.
      throw new NotDoneException("Expected a DAG that is not quarantined, but '" + dag.id()
          + "' is: resume it before versions of it are purged");
    }
    Catalog catalog = node.store().catalog();
    if (dag.active() == version) {
      return new Purged(Outcome.ACTIVE, 0, 0, false);
    }
    node.graphs().retire(dag.number(), version);
    try {
      awaitActivation(dag);
      awaitTables(dag.partition());
      return catalog.purge(dag.number(), version, by);
    } finally {
      reinstate(catalog, dag.number(), version);
    }
  }

  /// Slots get runs of the version that their owner knows to be active: it shall be another one.
  private void awaitActivation(Catalog.Dag dag) {
    CountDownLatch told = new CountDownLatch(1);
    node.activeVersions().told(dag.id()).whenComplete((_, _) -> told.countDown());
    await(told, "The active version of DAG '" + dag.id() + "' is not known to its owner yet; ask again");
  }

  private static void await(CountDownLatch done, String otherwise) {
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new OutcomeUnknownException(otherwise);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("The wait was interrupted");
    }
  }

  private void awaitTables(int partition) {
    CountDownLatch written = new CountDownLatch(1);
    node.whenProjected(partition, written::countDown);
    await(written, "The tables of partition " + partition + " are too far behind; ask again");
    // After the wait: one who lost the partition is told at once.
    if (!node.owns(partition)) {
      throw new NotOwnerException("This scheduler does not own partition " + partition);
    }
  }

  /// One that still exists can be made active again. Its number is never used again where it does not.
  private void reinstate(Catalog catalog, int dag, int version) {
    try {
      if (catalog.version(dag, version) == null) {
        return;
      }
    } catch (StoreException _) {
      // Most likely it was not deleted either.
    }
    node.graphs().reinstate(dag, version);
  }
}
