package io.tidemill.dsl.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A text is not JSON, does not fit what is read from it, or a value cannot be written. Knows the place in the value, from the
/// outside in.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 8;

  private final transient Deque<String> path = new ArrayDeque<>();

  public JsonException(String message) {
    this(message, null);
  }

  public JsonException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /// Says that this happened within a part of a value.
  ///
  /// @param part `.name`, `[index]` or `{key}`
  public JsonException within(String part) {
    path.addFirst(part);
    return this;
  }

  /// Place in the value, such as `.parts[3].when`; empty at its top. Of a very deep place the first and the last steps.
  public String path() {
    if (path.size() <= 2 * MOST_SHOWN) {
      return String.join("", path);
    }
    var steps = path.stream().toList();
    return String.join("", steps.subList(0, MOST_SHOWN)) + "…(" + (steps.size() - 2 * MOST_SHOWN) + " more)…"
        + String.join("", steps.subList(steps.size() - MOST_SHOWN, steps.size()));
  }
}
