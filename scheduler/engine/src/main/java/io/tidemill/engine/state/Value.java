package io.tidemill.engine.state;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A user's value as the engine sees it: bytes it never looks into, or where they are stored.
///
/// @param inline the bytes of a small value, else null
/// @param id number of the stored value, 0 where it is inline
/// @param size number of bytes
/// @param variant simple name of the sealed variant, empty for other types
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed; compared by the tests that need it
public record Value(byte @Nullable [] inline, long id, long size, String variant) {
  /// The result of a body that has none: JSON `null`.
  public static final Value NONE = inline("null".getBytes(StandardCharsets.UTF_8), "");

  /// A value that travels along.
  public static Value inline(byte[] bytes, String variant) {
    return new Value(bytes, 0, bytes.length, variant);
  }

  /// A value that is stored.
  public static Value stored(long id, long size, String variant) {
    return new Value(null, id, size, variant);
  }
}
