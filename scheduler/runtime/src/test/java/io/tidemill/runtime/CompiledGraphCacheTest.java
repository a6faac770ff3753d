package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CompiledGraphCacheTest {
  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);

  private int deploy(String id) {
    new Deployments(store.catalog(), dags).deploy(Dag.define(id, d -> d.task("a").exec(ctx -> {})).graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(dags.find(id)).number();
  }

  @Test void a_graph_is_read_once_while_it_is_used_and_again_after_many_others_were() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(deploy("dag-" + i));
    }
    CompiledGraphCache cache = new CompiledGraphCache(store.catalog(), 3);
    Object first = cache.compiled(all.getFirst(), 1);
    for (int other : all) {
      cache.compiled(other, 1);
      assertThat(cache.compiled(all.getFirst(), 1)).as("used again and again").isSameAs(first);
    }
    Object unused = cache.compiled(all.getLast(), 1);
    for (int other : all.subList(0, 6)) {
      cache.compiled(other, 1);
    }
    assertThat(cache.compiled(all.getLast(), 1)).as("not used since six others were").isNotSameAs(unused);
  }
}
