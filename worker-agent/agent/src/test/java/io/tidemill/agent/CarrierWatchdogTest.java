package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.CarrierWatchdog.Patience;
import io.tidemill.protocol.RunContext;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Threads that hold all carriers of virtual threads.
class CarrierWatchdogTest extends AgentFixture {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration STUCK = Duration.ofMillis(200);

  private final AtomicBoolean over = new AtomicBoolean();
  private CarrierWatchdog watchdog;

  @AfterEach void end() {
    over.set(true);
    if (watchdog != null) {
      watchdog.close();
    }
  }

  private static int carriers() {
    return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism();
  }

  private void hold(int carriers) {
    for (int i = 0; i < carriers; i++) {
      Thread.ofVirtual().start(() -> {
        while (!over.get()) {
          Thread.onSpinWait();
        }
      });
    }
  }

  @Test void virtual_threads_run_again_though_others_compute_without_end() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    hold(carriers() + 3);
    Thread.ofVirtual().start(ran::countDown);

    watchdog = CarrierWatchdog.start(List::of, new Patience(LOOK, STUCK, Duration.ofMinutes(5), 256), halts::add);

    assertThat(ran.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(halts).isEmpty();
  }

  @Test void a_process_in_which_no_virtual_thread_runs_any_more_ends_and_says_so() throws Exception {
    hold(carriers() + 3);

    watchdog = CarrierWatchdog.start(List::of, new Patience(LOOK, STUCK, Duration.ofMillis(400), carriers()),
        halts::add);

    assertThat(halts.poll(2, TimeUnit.MINUTES))
        .contains("no virtual thread has run for", "threads that bodies have left behind compute without end");
  }

  @Test void the_body_that_holds_a_carrier_is_named() throws Exception {
    RunContext run = run("""
        d.task("spin").exec(ctx -> {
          ctx.progress(1, 1);
          while (!ctx.cancelled()) {
            Thread.onSpinWait();
          }
        });
        """);
    scheduler.agent.assign(List.of(scheduler.task(run, "spin")));
    assertThat(scheduler.progress.poll(1, TimeUnit.MINUTES)).isNotNull();
    hold(carriers() + 3);

    watchdog = CarrierWatchdog.start(agent::running, new Patience(LOOK, STUCK, Duration.ofMillis(400), carriers()),
        halts::add);

    assertThat(halts.poll(2, TimeUnit.MINUTES)).contains("attempt 1 of sample/", "/spin at Sample.java:",
        "holds the threads");
  }
}
