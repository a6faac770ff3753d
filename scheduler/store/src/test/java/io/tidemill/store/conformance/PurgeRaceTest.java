package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.NotDoneException;
import io.tidemill.runtime.Purge;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Purged.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A version is purged while a run is created on it: there is never a run without its bundle.
///
/// The scheduler is stepped by hand, so each test says exactly who was where when the other came.
class PurgeRaceTest extends StoreContract {
  private static final Catalog.Cause CAUSE = new Catalog.Cause("deploy", "me");
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  private DagDirectory dags;
  private SchedulerNode node;
  private Purge purge;

  @BeforeEach void deploy() {
    dags = new DagDirectory(store.catalog(), store.partitions());
    int number = dags.findOrCreate("one").number();
    deploy(number, ONE, 0, "one");
    node = new SchedulerNode("node", store, new NoAgents());
    node.acquire(IntStream.range(0, store.partitions()).boxed().toList(), System.currentTimeMillis());
    purge = new Purge(node);
    project();
  }

  private void deploy(int dag, String bundle, int expected, String graph) {
    assertThat(store.catalog()
        .deploy(new Catalog.Bundle(bundle, "A.jar", bytes(bundle)),
            List.of(new Catalog.Candidate(dag, expected, graph, LostAttemptsTest.GRAPH)), CAUSE))
        .isNotNull();
  }

  private Catalog.Dag dag() {
    return Objects.requireNonNull(dags.find("one"));
  }

  /// Makes version 2 the active one, so that version 1 may go.
  private void replace() {
    deploy(dag().number(), TWO, 1, "two");
    assertThat(dag().active()).isEqualTo(2);
  }

  private void decide() {
    node.stepPartition(dag().partition(), System.currentTimeMillis(), 1);
  }

  private void commit() {
    while (node.stepWriter() == StepResult.WORKED) {
      // Commits what there is.
    }
  }

  private void project() {
    while (node.stepProjector() == StepResult.WORKED) {
      // Writes what there is.
    }
  }

  /// Begins a purge, which has refused further runs of the version when this returns: it does so before it waits for anything.
  private CompletableFuture<Catalog.Purged> purging(Catalog.Dag dag, int version) {
    CompletableFuture<Catalog.Purged> purged = new CompletableFuture<>();
    Thread purger = Thread.ofPlatform().start(() -> {
      try {
        purged.complete(purge.purge(dag, version, CAUSE.by()));
      } catch (RuntimeException e) {
        purged.completeExceptionally(e);
      }
    });
    await().until(() -> purged.isDone() || purger.getState() == Thread.State.TIMED_WAITING);
    return purged;
  }

  /// Steps the scheduler until a purge has ended.
  private Catalog.Purged end(CompletableFuture<Catalog.Purged> purged) {
    await().until(() -> {
      decide();
      commit();
      project();
      return purged.isDone();
    });
    return purged.join();
  }

  private Catalog.Purged purged(Catalog.Dag dag) {
    return purged(dag, 1);
  }

  private Catalog.Purged purged(Catalog.Dag dag, int version) {
    return end(purging(dag, version));
  }

  private boolean isThere(String bundle) {
    return store.catalog().bundle(bundle) != null;
  }

  @Test void a_run_that_was_decided_before_the_purge_came_keeps_its_version() {
    CompletableFuture<Reply> created = TestRuns.create(node, dag());
    decide();
    replace();

    CompletableFuture<Catalog.Purged> purged = purging(dag(), 1);
    commit();
    // The tables do not tell the run yet: whoever asked them now would delete its version.
    assertThat(store.queries().run(dag().number(), 1)).isNull();
    await().during(Duration.ofMillis(200)).until(() -> !purged.isDone());

    assertThat(end(purged).outcome()).isEqualTo(Outcome.IN_USE);
    assertThat(created.join()).isInstanceOf(RunAccepted.class);
    assertThat(isThere(ONE)).isTrue();
    assertThat(store.catalog().version(dag().number(), 1)).isNotNull();
  }

  @Test void a_run_that_is_decided_after_the_purge_is_refused_and_the_next_uses_the_active_version() {
    Catalog.Dag found = dag();
    CompletableFuture<Reply> created = TestRuns.create(node, found);
    replace();

    assertThat(purged(dag()).outcome()).isEqualTo(Outcome.DONE);

    assertThat(isThere(ONE)).isFalse();
    assertThatThrownBy(created::join).hasRootCauseInstanceOf(NotDoneException.class)
        .hasMessageContaining("being purged");
    assertThat(store.queries().run(found.number(), 1)).isNull();
    assertThat(create()).isEqualTo(2);
  }

  @Test void a_request_that_found_the_version_before_and_comes_after_is_refused_for_ever() {
    Catalog.Dag found = dag();
    replace();
    assertThat(purged(dag()).outcome()).isEqualTo(Outcome.DONE);

    assertThatThrownBy(() -> {
      CompletableFuture<Reply> created = TestRuns.create(node, found);
      decide();
      created.join();
    }).hasMessageContaining("version");
    assertThat(create()).isEqualTo(2);
  }

  @Test void a_version_that_was_not_purged_after_all_can_be_active_again_and_have_runs() {
    CompletableFuture<Reply> created = TestRuns.create(node, dag());
    decide();
    commit();
    project();
    assertThat(created.join()).isInstanceOf(RunAccepted.class);
    replace();
    assertThat(purged(dag()).outcome()).isEqualTo(Outcome.IN_USE);

    assertThat(store.catalog().activate(dag().number(), 1, 2, CAUSE)).isTrue();

    assertThat(create()).isEqualTo(1);
  }

  @Test void a_version_that_becomes_active_while_it_is_purged_stays() {
    replace();
    Catalog.Dag seen = dag();
    assertThat(store.catalog().activate(seen.number(), 1, 2, CAUSE)).isTrue();

    assertThat(purged(seen).outcome()).isEqualTo(Outcome.ACTIVE);

    assertThat(isThere(ONE)).isTrue();
    assertThat(create()).isEqualTo(1);
  }

  /// A number is never used again, so what another scheduler keeps of a purged version can never pass for a newer one.
  @Test void the_number_of_a_purged_version_is_never_used_again() {
    replace();
    assertThat(purged(dag()).outcome()).isEqualTo(Outcome.DONE);
    deploy(dag().number(), "3".repeat(64), 2, "three");
    assertThat(dag().active()).isEqualTo(3);
    deploy(dag().number(), ONE, 3, "one");
    assertThat(dag().active()).as("the same file, deployed again").isEqualTo(4);
    assertThat(purged(dag(), 3).outcome()).isEqualTo(Outcome.DONE);
    assertThat(create()).isEqualTo(4);
  }

  /// Creates a run, and tells its version.
  private int create() {
    CompletableFuture<Reply> created = TestRuns.create(node, dag());
    decide();
    commit();
    project();
    RunAccepted accepted = (RunAccepted) created.join();
    int version = Objects.requireNonNull(store.queries().run(accepted.dag(), accepted.run())).version();
    assertThat(isThere(Objects.requireNonNull(store.catalog().version(accepted.dag(), version)).bundle())).isTrue();
    return version;
  }
}
