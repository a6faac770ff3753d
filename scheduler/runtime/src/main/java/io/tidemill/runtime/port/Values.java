package io.tidemill.runtime.port;

import org.jspecify.annotations.Nullable;

/// Stored values. They are written with the facts that name them, by [Journal#append].
public interface Values {
  /// The value with that number, or null.
  byte @Nullable [] read(long id);
}
