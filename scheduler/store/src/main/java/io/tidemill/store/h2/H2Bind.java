package io.tidemill.store.h2;

import java.io.ByteArrayInputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/// Binds what H2 has two ways for.
final class H2Bind {
  private static final int MAX_DIRECT_BYTES = 1 << 20;

  private H2Bind() {}

  /// Bytes of any length: H2 takes at most 1 MiB as a value, more as a stream.
  static void bytes(PreparedStatement statement, int index, byte[] bytes) throws SQLException {
    if (bytes.length <= MAX_DIRECT_BYTES) {
      statement.setBytes(index, bytes);
    } else {
      statement.setBinaryStream(index, new ByteArrayInputStream(bytes), bytes.length);
    }
  }

  /// A number that is null where it has a certain value.
  static void unless(long absent, PreparedStatement statement, int index, long value) throws SQLException {
    if (value == absent) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }
}
