package io.tidemill.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Threads that are interrupted while they use the file: a body that is cancelled may be reading its input in the scheduler's
/// process, and whatever stops is interrupted.
class H2InterruptTest {
  private static final int VALUES = 50;
  private static final int LENGTH = 1_000_000;
  private static final int INTERRUPTS = 100;

  @TempDir Path directory;

  @Test void interrupting_a_thread_that_reads_takes_the_database_from_nobody() throws Exception {
    EmbeddedConfig config = EmbeddedConfig.in(directory);
    try (Store store = Stores.open(config)) {
      Taken taken = store.ownership().take(List.of(0), "node", (_, _) -> new byte[]{1}).getFirst();
      for (int i = 1; i <= VALUES; i++) {
        append(store, taken, i, LENGTH);
      }
      AtomicInteger read = new AtomicInteger();
      AtomicBoolean done = new AtomicBoolean();
      Thread reader = Thread.ofPlatform().start(() -> {
        while (!done.get()) {
          try {
            store.values().read(1 + read.getAndIncrement() % VALUES);
          } catch (StoreException _) {
            // an interrupted thread gets no connection; what counts is that the others keep theirs
          }
          Thread.interrupted();
        }
      });
      try {
        for (int i = VALUES + 1; i <= VALUES + INTERRUPTS; i++) {
          reader.interrupt();
          append(store, taken, i, 1);
        }
      } finally {
        done.set(true);
        reader.join();
      }
      assertThat(store.journal().head(0).sequence()).isEqualTo(taken.sequence() + VALUES + INTERRUPTS);
      assertThat(read).hasPositiveValue();
    }
  }

  private static void append(Store store, Taken taken, int number, int length) throws Exception {
    JournalEntry entry = new JournalEntry(0, taken.epoch(), taken.sequence() + number, new byte[]{1},
        List.of(new ValueBlock(number, new byte[length])));
    assertThat(store.journal().append(List.of(entry))).containsExactly(true);
  }
}
