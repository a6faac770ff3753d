package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Queries.SlotPosition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A place in a list of slots, or of schedules, as an opaque text.
final class SlotCursor {
  private SlotCursor() {}

  static String after(SlotRow row) {
    return write(row.time() + " " + row.dag() + " " + row.schedule());
  }

  static SlotPosition read(String cursor) {
    try {
      String[] parts = text(cursor).split(" ", 3);
      if (parts.length == 3) {
        return new SlotPosition(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw bad();
  }

  /// A place behind some names.
  static String write(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The names that a cursor stands behind.
  static String text(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw bad();
    }
  }

  private static RefusedException bad() {
    return RefusedException.of(Kind.INVALID, "bad-cursor", "cursor",
        "Expected a cursor as an earlier answer gave it in 'next', but found another text; begin without one");
  }
}
