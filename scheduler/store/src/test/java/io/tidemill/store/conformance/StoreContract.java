package io.tidemill.store.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Opens a fresh database of each kind for each test.
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
abstract class StoreContract {
  /// What is recorded of who asked, where it does not matter.
  static final AuditEntry AUDIT = AuditEntry.of(1, RequestOrigin.here("Ada"), "something", "before", "after");

  @Parameter TestDatabase.Kind kind;
  @TempDir Path directory;
  TestDatabase database;
  Store store;

  @BeforeEach void openDatabase() {
    database = TestDatabase.make(kind, directory);
    store = database.open();
  }

  @AfterEach void closeDatabase() {
    store.close();
    database.close();
  }

  /// Makes a node the owner of a partition.
  Taken take(int partition) {
    return store.ownership().take(List.of(partition), "node", (_, epoch) -> bytes("taken " + epoch)).getFirst();
  }

  /// An entry that follows a take-over.
  static JournalEntry entry(Taken after, long distance, String facts, ValueBlock... values) {
    return new JournalEntry(after.partition(), after.epoch(), after.sequence() + distance, bytes(facts),
        List.of(values));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
