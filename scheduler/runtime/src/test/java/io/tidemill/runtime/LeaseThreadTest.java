package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.memory.MemoryStore;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseThreadTest {
  private final AtomicLong now = new AtomicLong(System.currentTimeMillis());
  private final AtomicLong busy = new AtomicLong();
  private final MemoryStore store = new MemoryStore(1, () -> Instant.ofEpochMilli(now.get()));
  private final SchedulerNode node = new SchedulerNode("node", store, new NoAgents());
  private final LeaseThread thread = new LeaseThread(node, busy::get, _ -> {});

  private boolean lives() {
    return !store.ownership().clusterState().live().isEmpty();
  }

  private void pass(int seconds) {
    for (int second = 0; second < seconds; second += 2) {
      now.addAndGet(2_000);
      thread.step();
    }
  }

  @Test void the_lease_lasts_as_long_as_loops_make_progress_and_ends_where_one_hangs() {
    node.join(now.get());
    pass(60);
    assertThat(lives()).isTrue();

    busy.set(TimeUnit.SECONDS.toNanos(5));
    pass(8);
    assertThat(lives()).as("others may take what it owns").isFalse();

    busy.set(0);
    pass(2);
    assertThat(lives()).isTrue();
  }

  @Test void a_scheduler_with_a_loop_that_will_not_come_back_ends() {
    node.join(now.get());
    busy.set(TimeUnit.MINUTES.toNanos(3));
    assertThatThrownBy(thread::step).isInstanceOf(IllegalStateException.class).hasMessageContaining("180 s");
  }
}
