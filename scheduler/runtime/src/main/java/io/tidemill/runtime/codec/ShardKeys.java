package io.tidemill.runtime.codec;

import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Looks up the keys of shards in packed values: for each entry its length as four bytes, big endian, then its bytes.
///
/// Remembers the last value it read. Safe for use by several threads.
public final class ShardKeys {
  private final Values values;
  private @Nullable Read last;

  public ShardKeys(Values values) {
    this.values = values;
  }

  /// The key of a shard; its index where the keys cannot be read.
  public synchronized String key(Value keys, int shard) {
    byte[] packed = keys.inline() != null ? keys.inline() : read(keys.id());
    if (packed == null) {
      return "#" + shard;
    }
    ByteBuffer rest = ByteBuffer.wrap(packed);
    for (int i = 0; i < shard; i++) {
      rest.position(rest.getInt() + rest.position());
    }
    byte[] key = new byte[rest.getInt()];
    rest.get(key);
    return new String(key, StandardCharsets.UTF_8);
  }

  private byte @Nullable [] read(long id) {
    Read known = last;
    if (known != null && known.id == id) {
      return known.packed;
    }
    byte[] packed = values.read(id);
    if (packed != null) {
      last = new Read(id, packed);
    }
    return packed;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Read(long id, byte[] packed) {}
}
