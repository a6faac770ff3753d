package io.tidemill.store.postgresql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Binds rows to a statement as one array for each column, in the order of its parameters. Arrays of primitives and of bytes
/// travel in binary.
final class ArrayBinder<T> {
  private final PreparedStatement statement;
  private final PGConnection connection;
  private final List<T> rows;
  private int index;

  ArrayBinder(PreparedStatement statement, List<T> rows) throws SQLException {
    this.statement = statement;
    this.connection = statement.getConnection().unwrap(PGConnection.class);
    this.rows = rows;
  }

  /// Goes on with other rows, at the next parameter.
  <U> ArrayBinder<U> then(List<U> others) throws SQLException {
    ArrayBinder<U> next = new ArrayBinder<>(statement, others);
    next.index = index;
    return next;
  }

  ArrayBinder<T> int2(ToIntFunction<T> column) throws SQLException {
    short[] values = new short[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) column.applyAsInt(rows.get(i));
    }
    return bind("int2", values);
  }

  ArrayBinder<T> int4(ToIntFunction<T> column) throws SQLException {
    int[] values = new int[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    return bind("int4", values);
  }

  ArrayBinder<T> int8(ToLongFunction<T> column) throws SQLException {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    return bind("int8", values);
  }

  /// Texts. PostgreSQL has no zero character: the replacement character stands for it.
  ArrayBinder<T> text(Function<T, @Nullable String> column) throws SQLException {
    @Nullable String[] values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      String value = column.apply(rows.get(i));
      values[i] = value == null || value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD');
    }
    return bind("text", values);
  }

  ArrayBinder<T> bytea(Function<T, byte @Nullable []> column) throws SQLException {
    byte[] @Nullable [] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return bind("bytea", values);
  }

  private ArrayBinder<T> bind(String type, Object values) throws SQLException {
    statement.setArray(++index, connection.createArrayOf(type, values));
    return this;
  }
}
