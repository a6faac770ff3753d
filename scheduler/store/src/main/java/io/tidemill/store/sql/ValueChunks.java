package io.tidemill.store.sql;

import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows that hold values, each at most 256 KiB.
public final class ValueChunks {
  /// Most bytes of a row.
  public static final int MAX_BYTES = 256 * 1024;

  private ValueChunks() {}

  /// The rows of a value: at least one, also for an empty value.
  public static List<Part> of(ValueBlock value) {
    byte[] bytes = value.bytes();
    if (bytes.length <= MAX_BYTES) {
      return List.of(new Part(value.id(), 0, bytes));
    }
    List<Part> parts = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += MAX_BYTES) {
      parts.add(new Part(value.id(), parts.size(),
          Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_BYTES))));
    }
    return parts;
  }

  /// A row.
  ///
  /// @param part number in its value, from 0
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  public record Part(long id, int part, byte[] bytes) {}
}
