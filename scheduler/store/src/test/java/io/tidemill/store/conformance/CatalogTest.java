package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Activation;
import io.tidemill.runtime.port.Catalog.Bundle;
import io.tidemill.runtime.port.Catalog.Candidate;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.Catalog.Dag;
import io.tidemill.runtime.port.Catalog.Purged;
import io.tidemill.runtime.port.Catalog.Purged.Outcome;
import io.tidemill.runtime.port.Catalog.Summary;
import io.tidemill.runtime.port.Catalog.Version;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CatalogTest extends StoreContract {
  private static final Cause BY_ANN = new Cause("deploy", "ann");
  private static final Cause BY_BOB = new Cause("rollback", "bob");

  @Test void a_dag_is_made_once_and_keeps_its_partition() {
    Dag dag = store.catalog().dag("sales", 2);
    assertThat(dag).isEqualTo(new Dag(dag.number(), "sales", 2, 0));
    assertThat(dag.number()).isPositive();
    assertThat(store.catalog().dag("sales", 3)).isEqualTo(dag);
    assertThat(store.catalog().find("sales")).isEqualTo(dag);
    assertThat(store.catalog().find("other")).isNull();
  }

  @Test void dags_come_by_their_ids() {
    for (String id : List.of("b", "B", "a", "ä", "a_1")) {
      store.catalog().dag(id, 0);
    }
    assertThat(store.catalog().dags()).extracting(Dag::id).containsExactly("B", "a", "a_1", "b", "ä");
  }

  @Test void callers_that_make_the_same_dag_at_once_get_the_same() throws Exception {
    Set<Dag> dags = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Dag> make = () -> store.catalog().dag("same", 1);
      for (Future<Dag> made : threads.invokeAll(List.of(make, make, make, make))) {
        dags.add(made.get());
      }
    }
    assertThat(dags).hasSize(1);
  }

  private static Bundle bundle(String hash) {
    return new Bundle(hash, hash + ".jar", bytes("code of " + hash));
  }

  private Version deploy(int dag, String bundle, String graph, String json) {
    return requireNonNull(store.catalog()
        .deploy(bundle(bundle), List.of(new Candidate(dag, Candidate.ANY, graph, json)), BY_ANN)).getFirst();
  }

  private Version deploy(int dag, String bundle, String graph) {
    return deploy(dag, bundle, graph, "{}");
  }

  private int active(String dag) {
    return requireNonNull(store.catalog().find(dag)).active();
  }

  /// Tells the tables of runs of a DAG in partition 0.
  private void runs(RunRow... runs) {
    Taken taken = take(0);
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, taken.epoch(), store.queries().projected(0), 1)), List.of(),
            List.of(), List.of(), List.of(runs), List.of(), List.of())))
        .containsExactly(true);
  }

  private static RunRow run(int dag, long run, int version, RunStatus status) {
    return run(dag, run, version, status, List.of());
  }

  private static RunRow run(int dag, long run, int version, RunStatus status, List<Integer> before) {
    return new RunRow(0, dag, run, version, status, null, "manual", "me", 1_000 + run, 0, 0, null, 0, 3, 0, 0, null,
        null, before);
  }

  @Test void a_bundle_is_stored_once_whatever_its_size() {
    for (int size : new int[]{0, 10, 2_500_000}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      store.catalog().deploy(new Bundle("hash" + size, "first.jar", content), List.of(), BY_ANN);
      store.catalog().deploy(new Bundle("hash" + size, "second.jar", bytes("other")), List.of(), BY_ANN);
      Bundle bundle = requireNonNull(store.catalog().bundle("hash" + size));
      assertThat(bundle.name()).isEqualTo("first.jar");
      assertThat(bundle.content()).isEqualTo(content);
    }
    assertThat(store.catalog().bundle("unknown")).isNull();
  }

  @Test void deploying_the_same_graph_and_bundle_again_makes_no_new_version() {
    int dag = store.catalog().dag("sales", 0).number();
    Version first = deploy(dag, "b1", "g1");
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.createdAt()).isPositive();
    assertThat(deploy(dag, "b1", "g1")).isEqualTo(first);
    assertThat(active("sales")).isEqualTo(1);
    assertThat(store.catalog().version(dag, 1)).isEqualTo(first);
    assertThat(store.catalog().version(dag, 2)).isNull();
    assertThat(store.catalog().activations(dag, 10)).hasSize(1);
  }

  @Test void another_graph_or_bundle_is_the_next_version_and_an_older_one_can_be_active_again() {
    int dag = store.catalog().dag("sales", 0).number();
    int other = store.catalog().dag("other", 0).number();
    assertThat(deploy(dag, "b1", "g1").number()).isEqualTo(1);
    assertThat(deploy(dag, "b2", "g1").number()).isEqualTo(2);
    assertThat(deploy(dag, "b2", "g2").number()).isEqualTo(3);
    assertThat(deploy(other, "b2", "g2").number()).isEqualTo(1);
    assertThat(deploy(dag, "b1", "g1").number()).isEqualTo(1);
    assertThat(active("sales")).isEqualTo(1);
  }

  @Test void a_graph_of_many_tasks_comes_back_whole() {
    int dag = store.catalog().dag("wide", 0).number();
    String json = "{\"é\":1}".repeat(300_000);
    deploy(dag, "b1", "g1", json);
    assertThat(requireNonNull(store.catalog().version(dag, 1)).graphJson()).isEqualTo(json);
    assertThat(deploy(dag, "b1", "g1", json).graphJson()).isEqualTo(json);
  }

  @Test void a_version_of_a_dag_nobody_made_is_refused_and_its_bundle_is_not_stored() {
    assertThatThrownBy(() -> deploy(42, "b1", "g1")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("42");
    assertThat(store.catalog().bundle("b1")).isNull();
  }

  @Test void of_several_dags_all_become_active_or_none() {
    int one = store.catalog().dag("one", 0).number();
    int two = store.catalog().dag("two", 1).number();
    List<Version> made = requireNonNull(store.catalog()
        .deploy(bundle("b1"), List.of(new Candidate(two, 0, "g2", "{}"), new Candidate(one, 0, "g1", "{}")), BY_ANN));
    assertThat(made).extracting(Version::dag).containsExactly(two, one);

    assertThat(store.catalog()
        .deploy(bundle("b2"), List.of(new Candidate(one, 1, "g3", "{}"), new Candidate(two, 7, "g4", "{}")), BY_ANN))
        .isNull();

    assertThat(active("one")).isEqualTo(1);
    assertThat(active("two")).isEqualTo(1);
    assertThat(store.catalog().version(one, 2)).isNull();
    assertThat(store.catalog().bundle("b2")).isNull();
  }

  @Test void of_two_that_expect_the_same_version_one_wins() throws Exception {
    int dag = store.catalog().dag("sales", 0).number();
    deploy(dag, "b0", "g0");
    Callable<Boolean> first = () -> store.catalog()
        .deploy(bundle("b1"), List.of(new Candidate(dag, 1, "g1", "{}")), BY_ANN) != null;
    Callable<Boolean> second = () -> store.catalog()
        .deploy(bundle("b2"), List.of(new Candidate(dag, 1, "g2", "{}")), BY_ANN) != null;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Boolean> won = new ArrayList<>();
      for (Future<Boolean> each : threads.invokeAll(List.of(first, second))) {
        won.add(each.get());
      }
      assertThat(won).containsExactlyInAnyOrder(true, false);
    }
    assertThat(store.catalog().versions(dag)).hasSize(2);
  }

  @Test void a_version_is_made_active_only_where_the_expected_one_is() {
    int dag = store.catalog().dag("sales", 0).number();
    deploy(dag, "b1", "g1");
    deploy(dag, "b2", "g2");

    assertThat(store.catalog().activate(dag, 1, 1, BY_BOB)).isFalse();
    assertThat(store.catalog().activate(dag, 9, 2, BY_BOB)).isFalse();
    assertThat(active("sales")).isEqualTo(2);
    assertThat(store.catalog().activate(dag, 1, 2, BY_BOB)).isTrue();
    assertThat(store.catalog().activate(dag, Catalog.NO_VERSION, 2, BY_BOB)).isFalse();
    assertThat(store.catalog().activate(dag, Catalog.NO_VERSION, 1, BY_BOB)).isTrue();
    assertThat(store.catalog().activate(dag, 1, Catalog.NO_VERSION, BY_BOB)).isTrue();
    assertThat(active("sales")).isEqualTo(1);

    assertThat(store.catalog().activations(dag, 10)).extracting(Activation::version, Activation::previous,
        Activation::cause)
        .containsExactly(tuple(1, Catalog.NO_VERSION, BY_BOB), tuple(Catalog.NO_VERSION, 1, BY_BOB),
            tuple(1, 2, BY_BOB), tuple(2, 1, BY_ANN), tuple(1, Catalog.NO_VERSION, BY_ANN));
    assertThat(store.catalog().activations(dag, 1)).singleElement()
        .satisfies(latest -> assertThat(latest.at()).isPositive());
  }

  @Test void versions_are_told_newest_first_with_their_runs() {
    int dag = store.catalog().dag("sales", 0).number();
    int other = store.catalog().dag("other", 0).number();
    deploy(dag, "b1", "g1");
    deploy(dag, "b2", "g2");
    deploy(other, "b2", "g2");
    runs(run(dag, 1, 1, RunStatus.SUCCESS), run(dag, 2, 1, RunStatus.RUNNING), run(dag, 3, 1, RunStatus.CANCELLING),
        run(other, 1, 2, RunStatus.RUNNING));

    List<Summary> versions = store.catalog().versions(dag);

    assertThat(versions).extracting(Summary::number, Summary::bundle, Summary::file, Summary::runs, Summary::live)
        .containsExactly(tuple(2, "b2", "b2.jar", 0L, 0L), tuple(1, "b1", "b1.jar", 3L, 2L));
    assertThat(versions.getFirst().bytes()).isEqualTo(bytes("code of b2").length);
    assertThat(store.catalog().versions(77)).isEmpty();
  }

  @Test void a_version_is_purged_once_nothing_names_it_and_its_number_is_not_used_again() {
    int dag = store.catalog().dag("sales", 0).number();
    deploy(dag, "b1", "g1");
    deploy(dag, "b2", "g2");
    deploy(dag, "b3", "g3");
    store.catalog().activate(dag, 1, 3, BY_BOB);
    runs(run(dag, 1, 2, RunStatus.SUCCESS), run(dag, 2, 2, RunStatus.RUNNING));

    assertThat(store.catalog().purge(dag, 1, BY_BOB.by())).isEqualTo(new Purged(Outcome.ACTIVE, 0, 0, false));
    assertThat(store.catalog().purge(dag, 2, BY_BOB.by())).isEqualTo(new Purged(Outcome.IN_USE, 2, 1, false));
    assertThat(store.catalog().purge(dag, 9, BY_BOB.by())).isEqualTo(new Purged(Outcome.UNKNOWN, 0, 0, false));
    assertThat(store.catalog().purge(dag, 3, BY_BOB.by())).isEqualTo(new Purged(Outcome.DONE, 0, 0, true));

    assertThat(store.catalog().version(dag, 3)).isNull();
    assertThat(store.catalog().bundle("b3")).isNull();
    assertThat(store.catalog().bundle("b2")).isNotNull();
    assertThat(store.catalog().versions(dag)).extracting(Summary::number).containsExactly(2, 1);
    assertThat(store.catalog().activations(dag, 10)).extracting(Activation::version).containsExactly(1, 3, 2, 1);
    assertThat(deploy(dag, "b3", "g3").number()).isEqualTo(4);
  }

  @Test void a_bundle_stays_as_long_as_one_version_has_it() {
    int one = store.catalog().dag("one", 0).number();
    int two = store.catalog().dag("two", 0).number();
    deploy(one, "shared", "g1");
    deploy(two, "shared", "g2");
    deploy(one, "b2", "g3");
    deploy(two, "b2", "g4");

    assertThat(store.catalog().purge(one, 1, BY_BOB.by()).bundle()).isFalse();
    assertThat(store.catalog().bundle("shared")).isNotNull();
    assertThat(store.catalog().purge(two, 1, BY_BOB.by()).bundle()).isTrue();
    assertThat(store.catalog().bundle("shared")).isNull();
  }

  @Test void bundles_that_no_version_has_are_purged() {
    int dag = store.catalog().dag("sales", 0).number();
    deploy(dag, "b1", "g1");
    store.catalog().deploy(bundle("orphan"), List.of(), BY_ANN);

    assertThat(store.catalog().purgeBundles()).isEqualTo(1);
    assertThat(store.catalog().purgeBundles()).isZero();
    assertThat(store.catalog().bundle("orphan")).isNull();
    assertThat(store.catalog().bundle("b1")).isNotNull();
  }

  @Test void deploying_and_purging_a_version_at_once_never_leaves_one_without_its_bundle() throws Exception {
    int dag = store.catalog().dag("sales", 0).number();
    deploy(dag, "b0", "g0");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        int old = deploy(dag, "again", "g1").number();
        store.catalog().activate(dag, 1, old, BY_BOB);
        List<Callable<Object>> both = List.of(() -> deploy(dag, "again", "g1"),
            () -> store.catalog().purge(dag, old, BY_BOB.by()));
        for (Future<Object> each : threads.invokeAll(both)) {
          each.get();
        }
        assertThat(store.catalog().bundle("again")).isNotNull();
        assertThat(store.catalog().version(dag, active("sales"))).isNotNull();
      }
    }
  }

  @Test void the_catalog_is_there_after_opening_again() {
    Dag dag = store.catalog().dag("sales", 1);
    Version version = deploy(dag.number(), "b1", "g1");
    store.close();
    store = database.open();
    assertThat(store.catalog().dags()).containsExactly(new Dag(dag.number(), "sales", 1, 1));
    assertThat(store.catalog().version(dag.number(), 1)).isEqualTo(version);
    assertThat(requireNonNull(store.catalog().bundle("b1")).content()).isEqualTo(bytes("code of b1"));
    assertThat(store.catalog().activations(dag.number(), 10)).extracting(Activation::cause).containsExactly(BY_ANN);
  }
}
