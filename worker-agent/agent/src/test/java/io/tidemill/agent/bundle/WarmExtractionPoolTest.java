package io.tidemill.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The process that waits for the next bundle.
class WarmExtractionPoolTest {
  @Test void a_waiting_process_holds_no_carrier_of_virtual_threads() {
    try (WarmExtractionPool _ = new WarmExtractionPool(ExtractionEnvironment.plain())) {
      // Only threads of the platform are listed.
      assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
          .contains("tidemill-graphs", "tidemill-graphs-told");
    }
  }
}
