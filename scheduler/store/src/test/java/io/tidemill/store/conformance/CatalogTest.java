package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.Catalog.Bundle;
import io.tidemill.runtime.port.Catalog.Dag;
import io.tidemill.runtime.port.Catalog.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CatalogTest extends StoreContract {
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

  @Test void a_bundle_is_stored_once_whatever_its_size() {
    for (int size : new int[]{0, 10, 2_500_000}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      store.catalog().storeBundle("hash" + size, "first.jar", content);
      store.catalog().storeBundle("hash" + size, "second.jar", bytes("other"));
      Bundle bundle = requireNonNull(store.catalog().bundle("hash" + size));
      assertThat(bundle.name()).isEqualTo("first.jar");
      assertThat(bundle.content()).isEqualTo(content);
    }
    assertThat(store.catalog().bundle("unknown")).isNull();
  }

  @Test void activating_the_same_graph_and_bundle_again_makes_no_new_version() {
    int dag = store.catalog().dag("sales", 0).number();
    store.catalog().storeBundle("b1", "a.jar", bytes("jar"));
    Version first = store.catalog().activate(dag, "b1", "g1", "{}");
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.createdAt()).isPositive();
    assertThat(store.catalog().activate(dag, "b1", "g1", "{}")).isEqualTo(first);
    assertThat(requireNonNull(store.catalog().find("sales")).active()).isEqualTo(1);
    assertThat(store.catalog().version(dag, 1)).isEqualTo(first);
    assertThat(store.catalog().version(dag, 2)).isNull();
  }

  @Test void another_graph_or_bundle_is_the_next_version_and_an_older_one_can_be_active_again() {
    int dag = store.catalog().dag("sales", 0).number();
    int other = store.catalog().dag("other", 0).number();
    assertThat(store.catalog().activate(dag, "b1", "g1", "{}").number()).isEqualTo(1);
    assertThat(store.catalog().activate(dag, "b2", "g1", "{}").number()).isEqualTo(2);
    assertThat(store.catalog().activate(dag, "b2", "g2", "{}").number()).isEqualTo(3);
    assertThat(store.catalog().activate(other, "b2", "g2", "{}").number()).isEqualTo(1);
    assertThat(store.catalog().activate(dag, "b1", "g1", "{}").number()).isEqualTo(1);
    assertThat(requireNonNull(store.catalog().find("sales")).active()).isEqualTo(1);
  }

  @Test void a_graph_of_many_tasks_comes_back_whole() {
    int dag = store.catalog().dag("wide", 0).number();
    String json = "{\"é\":1}".repeat(300_000);
    store.catalog().activate(dag, "b1", "g1", json);
    assertThat(requireNonNull(store.catalog().version(dag, 1)).graphJson()).isEqualTo(json);
    assertThat(store.catalog().activate(dag, "b1", "g1", json).graphJson()).isEqualTo(json);
  }

  @Test void a_version_of_a_dag_nobody_made_is_refused() {
    assertThatThrownBy(() -> store.catalog().activate(42, "b1", "g1", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("42");
  }

  @Test void the_catalog_is_there_after_opening_again() {
    Dag dag = store.catalog().dag("sales", 1);
    store.catalog().storeBundle("b1", "a.jar", bytes("jar"));
    Version version = store.catalog().activate(dag.number(), "b1", "g1", "{}");
    store.close();
    store = database.open();
    assertThat(store.catalog().dags()).containsExactly(new Dag(dag.number(), "sales", 1, 1));
    assertThat(store.catalog().version(dag.number(), 1)).isEqualTo(version);
    assertThat(requireNonNull(store.catalog().bundle("b1")).content()).isEqualTo(bytes("jar"));
  }
}
