package io.tidemill.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogShipperTest {
  /// A full chunk wakes the shipper while the log's lock is held; the shipper must not ask a log while it holds its own.
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) void a_body_that_prints_much_and_the_shipper_never_wait_for_each_other()
      throws InterruptedException {
    LogShipper shipper = new LogShipper(new LogLimits(50 << 20, 1 << 10, 64, Duration.ofMillis(1)));
    AtomicLong shipped = new AtomicLong();
    for (int body = 0; body < 20; body++) {
      AttemptLog log = shipper.open((sequence, text) -> shipped.addAndGet(text.length));
      for (int line = 0; line < 20_000; line++) {
        log.line("OUT", "a line that fills a chunk of 64 bytes nearly by itself");
      }
      log.end();
    }
    assertThat(shipper.close(Duration.ofSeconds(30))).isTrue();
    assertThat(shipped.get()).isGreaterThan(20L * 20_000 * 50);
  }
}
