package io.tidemill.runtime.codec;

import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks up the keys of shards in packed values: for each entry its length as four bytes, big endian, then its bytes.
///
/// Remembers the last value it read. Safe for use by several threads.
public final class ShardKeyCodec {
  private final Values values;
  private @Nullable Read last;

  public ShardKeyCodec(Values values) {
    this.values = values;
  }

  /// The key of a shard; its index where the keys cannot be read.
  public synchronized String key(Value keys, int shard) {
    Read read = keys.inline() != null ? Read.of(0, keys.inline()) : read(keys.id());
    if (read == null) {
      return "#" + shard;
    }
    int start = read.starts[shard];
    return new String(read.packed, start, ByteBuffer.wrap(read.packed).getInt(start - Integer.BYTES),
        StandardCharsets.UTF_8);
  }

  private @Nullable Read read(long id) {
    Read known = last;
    if (known != null && known.id == id) {
      return known;
    }
    byte[] packed = values.read(id);
    if (packed == null) {
      return null;
    }
    Read read = Read.of(id, packed);
    last = read;
    return read;
  }

  /// A value, and where its entries begin: thousands of one value may be asked for, each far behind.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Read(long id, byte[] packed, int[] starts) {
    static Read of(long id, byte[] packed) {
      ByteBuffer rest = ByteBuffer.wrap(packed);
      int[] starts = new int[packed.length / Integer.BYTES];
      int count = 0;
      while (rest.hasRemaining()) {
        int length = rest.getInt();
        starts[count++] = rest.position();
        rest.position(rest.position() + length);
      }
      return new Read(id, packed, Arrays.copyOf(starts, count));
    }
  }
}
