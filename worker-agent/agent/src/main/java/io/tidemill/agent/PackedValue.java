package io.tidemill.agent;

import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entries of one packed value ([io.tidemill.protocol.PackedBytes]), read in place: nothing is copied but what is asked for.
final class PackedValue {
  private final byte[] packed;
  /// Where entry i begins; it ends four bytes before the next.
  private final int[] starts;
  private final int count;

  /// @throws IllegalArgumentException if the bytes are not packed entries
  PackedValue(byte[] packed) {
    this.packed = packed;
    int[] found = new int[Math.max(1, Math.min(1024, packed.length / Integer.BYTES + 1))];
    ByteBuffer rest = ByteBuffer.wrap(packed);
    int entries = 0;
    while (rest.hasRemaining()) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new IllegalArgumentException("Expected packed entries, but entry " + entries + " is cut short");
      }
      if (entries + 1 >= found.length) {
        found = Arrays.copyOf(found, found.length * 2);
      }
      found[entries++] = rest.position();
      rest.position(rest.position() + length);
    }
    this.count = entries;
    this.starts = Arrays.copyOf(found, entries + 1);
    this.starts[entries] = packed.length + Integer.BYTES;
  }

  int count() {
    return count;
  }

  String text(int index) {
    return new String(packed, start(index), length(index), StandardCharsets.UTF_8);
  }

  @Nullable Object decode(int index, ValueForm form) throws ValueException {
    return form.decode(packed, start(index), length(index));
  }

  /// Bytes held in memory.
  long weight() {
    return packed.length + (long) starts.length * Integer.BYTES;
  }

  private int start(int index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("Expected an entry of 0 to " + (count - 1) + ", but found " + index);
    }
    return starts[index];
  }

  private int length(int index) {
    return starts[index + 1] - Integer.BYTES - starts[index];
  }
}
