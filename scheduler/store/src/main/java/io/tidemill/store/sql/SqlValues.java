package io.tidemill.store.sql;

import io.tidemill.runtime.port.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values joined from their rows.
public final class SqlValues implements Values {
  private final Pool pool;

  public SqlValues(Pool pool) {
    this.pool = pool;
  }

  @Override public byte @Nullable [] read(long id) {
    List<byte[]> parts = pool
        .ask(handle -> handle.createQuery("SELECT bytes FROM value_block WHERE id = :id ORDER BY part")
            .bind("id", id)
            .map((row, _) -> Columns.bytes(row, "bytes"))
            .list());
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> join(parts);
    };
  }

  private static byte[] join(List<byte[]> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
