package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries.Position;
import java.nio.ByteBuffer;
import java.util.Base64;

/// A place in a list of runs as an opaque text.
final class RunCursor {
  private static final int BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

  private RunCursor() {}

  static String after(RunRow row) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(row.createdAt()).putInt(row.dag()).putLong(row.run());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Position read(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == BYTES) {
        return new Position(bytes.getLong(), bytes.getInt(), bytes.getLong());
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw RefusedException.of(Kind.INVALID, "bad-cursor", "cursor",
        "Expected a cursor as an earlier answer gave it in 'next', but found another text; begin without one");
  }
}
