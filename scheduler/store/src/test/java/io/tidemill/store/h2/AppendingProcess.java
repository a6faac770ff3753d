package io.tidemill.store.h2;

import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A process that appends until it is killed, and tells each number once it is acknowledged.
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Store store = Stores.open(EmbeddedConfig.in(Path.of(arguments[0])));
    Taken taken = store.ownership().take(List.of(0), "child", (_, _) -> new byte[]{1}).getFirst();
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    tell(out, taken.sequence());
    long projected = store.queries().projected(0);
    for (long sequence = taken.sequence() + 1;; sequence++) {
      JournalEntry entry = new JournalEntry(0, taken.epoch(), sequence,
          Long.toString(sequence).getBytes(StandardCharsets.UTF_8),
          List.of(new ValueBlock(sequence, new byte[100])));
      if (!store.journal().append(List.of(entry))[0]) {
        throw new IllegalStateException("Expected to be alone, but found another writer");
      }
      tell(out, sequence);
      if (sequence % 10 == 0) {
        store.projections()
            .write(new Batch(List.of(new Move(0, taken.epoch(), projected, sequence)),
                List.of(new RunChunk(0, 1, 1, 0, new byte[1_000])), List.of(), List.of(), List.of(), List.of(),
                List.of()));
        projected = sequence;
      }
    }
  }

  private static void tell(OutputStream out, long sequence) throws IOException {
    out.write((sequence + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
