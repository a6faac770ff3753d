package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.protocol.RunContext;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The code of old versions leaves the memory.
class UnloadedBundlesTest extends AgentFixture {
  private static final String SEEN = "tidemill.test.loader";

  @AfterEach void forget() {
    System.getProperties().remove(SEEN);
  }

  @Test void code_that_is_kept_no_longer_is_unloaded_with_what_it_has_left_in_the_virtual_machine() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withBundles(1)));
    RunContext first = run("""
        public interface LeftMBean { int getOne(); }
        static class Left implements LeftMBean { public int getOne() { return 1; } }
        static class Held { final byte[] bytes = new byte[1 << 20]; }
        static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
        """, "NoParams", "", """
        d.task("leaves").run(Long.class, ctx -> {
          LOCAL.set(new Held());
          java.lang.management.ManagementFactory.getPlatformMBeanServer()
              .registerMBean(new Left(), new javax.management.ObjectName("test:type=Left"));
          System.getProperties().put("%s",
              new java.lang.ref.WeakReference<>(Thread.currentThread().getContextClassLoader()));
          return 1L;
        });
        """.formatted(SEEN), "{}");
    assertThat(scheduler.result(scheduler.task(first, "leaves"))).isEqualTo("1");
    WeakReference<?> loader = (WeakReference<?>) System.getProperties().get(SEEN);

    for (int i = 0; i < 3; i++) {
      RunContext next = run("d.task(\"next\").run(Integer.class, ctx -> " + i + ");");
      assertThat(scheduler.result(scheduler.task(next, "next"))).isEqualTo("" + i);
    }

    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
      System.gc();
      assertThat(loader.get()).isNull();
    });
  }
}
