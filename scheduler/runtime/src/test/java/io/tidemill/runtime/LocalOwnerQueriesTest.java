package io.tidemill.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class LocalOwnerQueriesTest {
  private final Store store = new MemoryStore(1, InstantSource.system());
  private final SchedulerNode node = new SchedulerNode("node", store, new NoAgents());
  private final OwnerQueries owner = new LocalOwnerQueries(node);

  /// Work is declared lost, and sent again, by what these answers say.
  @Test void what_is_asked_about_agents_is_never_left_out_because_the_owner_is_busy() throws Exception {
    var dag = new DagDirectory(store.catalog(), 1).findOrCreate("one");
    node.acquire(List.of(0), System.currentTimeMillis());
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    Thread turn = Thread.ofPlatform().start(() -> node.inspect(0, _ -> {
      busy.countDown();
      try {
        return enough.await(60, SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    busy.await();

    CompletableFuture<@Nullable Set<Long>> agents = CompletableFuture.supplyAsync(() -> owner.agentsWithWork(0));
    assertThat(owner.shardCounts(dag, 1)).as("of somebody who looks at a run").isNull();

    assertThat(agents).isNotDone();
    enough.countDown();
    assertThat(agents.get(60, SECONDS)).isEmpty();
    turn.join();
  }
}
