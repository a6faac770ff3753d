package io.tidemill.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A user's value as the engine sees it: bytes it never looks into, or where they are stored.
///
/// @param inline the bytes of a small value, else null
/// @param id number of the stored value, 0 where it is inline
/// @param size number of bytes
/// @param variant simple name of the sealed variant, empty for other types
/// @param hash SHA-256 of the bytes in hex of a stored value that is compared by it, else empty
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed; compared by the tests that need it
public record Value(byte @Nullable [] inline, long id, long size, String variant, String hash) {
  /// Values up to this many bytes travel in facts; larger ones are stored beside them.
  public static final int INLINE_BYTES = 1024;
  /// The result of a body that has none: JSON `null`.
  public static final Value NONE = inline("null".getBytes(StandardCharsets.UTF_8), "");

  /// A value that travels along.
  public static Value inline(byte[] bytes, String variant) {
    return new Value(bytes, 0, bytes.length, variant, "");
  }

  /// A value that is stored.
  public static Value stored(long id, long size, String variant) {
    return stored(id, size, variant, "");
  }

  /// A value that is stored, and compared by its hash.
  ///
  /// @param hash SHA-256 of the bytes in hex
  public static Value stored(long id, long size, String variant, String hash) {
    return new Value(null, id, size, variant, hash);
  }

  /// What it holds, as text: the bytes of a small value, else their hash.
  public String content() {
    return inline == null ? hash : new String(inline, StandardCharsets.UTF_8);
  }

  /// Whether two values have the same bytes. Of stored ones that is known only where both have a hash.
  public boolean hasSameBytes(Value other) {
    return size == other.size
        && (inline == null ? !hash.isEmpty() && hash.equals(other.hash) : Arrays.equals(inline, other.inline));
  }
}
