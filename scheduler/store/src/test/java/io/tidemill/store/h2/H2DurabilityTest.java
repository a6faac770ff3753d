package io.tidemill.store.h2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership.Reader;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DurabilityTest {
  private static final int TRIALS = 3;

  @Test void nothing_acknowledged_is_lost_when_the_process_is_killed(@TempDir Path directory) throws Exception {
    Random random = new Random(25);
    for (int trial = 0; trial < TRIALS; trial++) {
      long acknowledged = appendUntilKilled(directory, 20 + random.nextInt(400));
      try (Store store = Stores.open(EmbeddedConfig.in(directory))) {
        Head head = store.journal().head(0);
        assertThat(head.sequence()).isBetween(acknowledged, acknowledged + 1);
        JournalEntry last = requireNonNull(store.journal().entry(0, acknowledged));
        assertThat(new String(last.facts(), StandardCharsets.UTF_8)).isEqualTo(Long.toString(acknowledged));
        assertThat(store.values().read(acknowledged)).hasSize(100);
        assertThat(store.ownership().recover(new Taken(0, head.epoch(), head.sequence()), new Nothing())).isTrue();
        assertThat(store.queries().projected(0)).isLessThanOrEqualTo(head.sequence());
      }
    }
  }

  private static long appendUntilKilled(Path directory, int acknowledgements) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), AppendingProcess.class.getName(), directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    long last = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      int read = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Long.parseLong(line);
        if (++read == acknowledgements) {
          process.toHandle().destroyForcibly(); // SIGKILL that leaves the pipe: what it told before is still read
        }
      }
      assertThat(read).isGreaterThanOrEqualTo(acknowledgements);
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return last;
  }

  /// Takes everything and keeps nothing.
  private static final class Nothing implements Reader {
    @Override public void chunk(RunChunk chunk) {
      assertThat(chunk.bytes()).hasSize(1_000);
    }

    @Override public long projected(long sequence) {
      return sequence;
    }

    @Override public void entry(JournalEntry entry) {
      // that there is no gap is checked by the store
    }
  }
}
