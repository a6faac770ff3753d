package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// When an agent gives memory back.
class IdleHeapTrimmerTest {
  private final AtomicBoolean idle = new AtomicBoolean(true);
  private final AtomicLong heap = new AtomicLong(20);
  private final AtomicInteger collections = new AtomicInteger();
  private final IdleHeapTrimmer idleHeapTrimmer = new IdleHeapTrimmer(idle::get, heap::get, () -> {
    collections.incrementAndGet();
    heap.set(30);
  });

  private int look(int times) {
    for (int i = 0; i < times; i++) {
      idleHeapTrimmer.look();
    }
    return collections.get();
  }

  @Test void a_heap_that_grew_is_collected_once() {
    heap.set(500);

    assertThat(look(1)).as("it may have been idle for an instant only").isZero();
    assertThat(look(5)).isEqualTo(1);
    heap.set(40);
    assertThat(look(1)).as("it grew again").isEqualTo(2);
  }

  @Test void an_agent_that_works_is_left_alone() {
    heap.set(500);
    idle.set(false);
    assertThat(look(5)).isZero();

    idle.set(true);
    assertThat(look(1)).isZero();
    idle.set(false);
    assertThat(look(1)).isZero();
    idle.set(true);
    assertThat(look(2)).isEqualTo(1);
  }

  @Test void a_heap_that_did_not_grow_is_left_alone() {
    assertThat(look(5)).isZero();
  }
}
