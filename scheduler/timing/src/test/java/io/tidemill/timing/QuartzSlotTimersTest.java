package io.tidemill.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.Schedule;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.runtime.SlotTimers.ScheduleRef;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class QuartzSlotTimersTest {
  private record WakeUp(int partition, long at) {}

  private final LinkedBlockingQueue<WakeUp> wakeUps = new LinkedBlockingQueue<>();
  private final QuartzSlotTimers timers = QuartzSlotTimers
      .open(partition -> wakeUps.add(new WakeUp(partition, System.currentTimeMillis())));

  @AfterEach void close() {
    timers.close();
  }

  private static SlotSequence slots(Schedule schedule) {
    return SlotSequence.of("dag", Dag.define("dag", d -> {
      d.schedule(schedule);
      d.task("a").exec(ctx -> {});
    }).graph().schedules().getFirst());
  }

  private WakeUp next() throws InterruptedException {
    WakeUp next = wakeUps.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a wake-up within 20 s").isNotNull();
    return next;
  }

  @Test void each_slot_wakes_its_partition_and_never_before_it_is_due() throws InterruptedException {
    timers.start();
    long begin = System.currentTimeMillis();
    timers.set(new ScheduleRef(7, 1, "main"), slots(Every.of(Duration.ofSeconds(1))), begin);

    long first = begin / 1_000 * 1_000 + 1_000;
    for (int slot = 0; slot < 3; slot++) {
      WakeUp wakeUp = next();
      assertThat(wakeUp.partition()).isEqualTo(7);
      assertThat(wakeUp.at()).isGreaterThanOrEqualTo(first + slot * 1_000L);
    }
  }

  @Test void slots_that_were_due_long_ago_wake_their_partition_at_once_and_together() throws InterruptedException {
    timers.set(new ScheduleRef(3, 1, "main"), slots(Every.of(Duration.ofHours(1))),
        System.currentTimeMillis() - Duration.ofDays(40).toMillis());
    timers.start();

    assertThat(next().partition()).isEqualTo(3);
    timers.close();
    assertThat(wakeUps).isEmpty();
  }

  @Test void a_schedule_that_is_set_again_has_one_trigger() {
    for (int time = 0; time < 3; time++) {
      timers.set(new ScheduleRef(3, 1, "main"), slots(Every.of(Duration.ofHours(1))), System.currentTimeMillis());
      timers.set(new ScheduleRef(3, 1, "other"), slots(Every.of(Duration.ofHours(2))), System.currentTimeMillis());
      timers.set(new ScheduleRef(4, 2, "main"), slots(Every.of(Duration.ofHours(1))), System.currentTimeMillis());
    }
    assertThat(timers.size()).isEqualTo(3);

    timers.remove(new ScheduleRef(3, 1, "main"));
    assertThat(timers.size()).isEqualTo(2);

    timers.clear(3);
    assertThat(timers.size()).isEqualTo(1);
  }

  @Test void a_schedule_that_is_paused_or_lost_wakes_nobody() throws InterruptedException {
    timers.start();
    long now = System.currentTimeMillis();
    long later = now + 3_000;
    timers.set(new ScheduleRef(1, 1, "main"), slots(Every.of(Duration.ofSeconds(1))), later);
    timers.set(new ScheduleRef(2, 2, "main"), slots(Every.of(Duration.ofSeconds(1))), later);
    timers.remove(new ScheduleRef(1, 1, "main"));
    timers.clear(2);
    timers.set(new ScheduleRef(5, 3, "main"), slots(Every.of(Duration.ofSeconds(1))), now);

    for (WakeUp wakeUp = next(); wakeUp.at() < later + 2_000; wakeUp = next()) {
      assertThat(wakeUp.partition()).isEqualTo(5);
    }
  }

  @Test void a_schedule_that_has_ended_is_no_trouble() {
    timers.set(new ScheduleRef(1, 1, "main"),
        slots(Every.of(Duration.ofHours(1)).end(Instant.parse("2026-01-02T00:00:00Z"))), System.currentTimeMillis());

    assertThat(timers.size()).isZero();
  }
}
