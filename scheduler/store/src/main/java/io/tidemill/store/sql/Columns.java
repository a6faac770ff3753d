package io.tidemill.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads columns whose Java form has no null where the table has one.
public final class Columns {
  private Columns() {}

  /// A number, -1 where it is null.
  static int orMinusOne(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? -1 : value;
  }

  static long longOrMinusOne(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? -1 : value;
  }

  /// Bytes of any length.
  public static byte[] bytes(ResultSet row, String column) throws SQLException {
    try (InputStream in = row.getBinaryStream(column)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A text that is never null.
  static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  /// A text of any length.
  static String longText(ResultSet row, String column) throws SQLException {
    try (Reader in = row.getCharacterStream(column)) {
      return in == null ? "" : in.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes that may be null, of at most 1 MiB.
  static byte @Nullable [] fewBytes(ResultSet row, String column) throws SQLException {
    return row.getBytes(column);
  }
}
