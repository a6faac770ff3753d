package io.tidemill.store.h2;

import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.FencedRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Snapshots and query tables in H2, by batches. They are not forced to the disk: the journal is, and it comes first.
final class H2Projections implements Projections {
  private static final String MOVE = "UPDATE partition SET projected = ? WHERE id = ? AND epoch = ? AND projected = ?";

  private final DedicatedConnection connection;

  H2Projections(DedicatedConnection connection) {
    this.connection = connection;
  }

  @Override public boolean[] write(Batch batch) {
    try {
      return connection.transaction(held -> write(held, batch));
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; a projection may be written again", e);
    }
  }

  @Override public void rehearse(Batch batch) {
    connection.rehearsal(held -> write(held, batch));
  }

  private static boolean[] write(Connection connection, Batch batch) throws SQLException {
    boolean[] moved = move(connection, batch.moves());
    FencedRows rows = FencedRows.of(batch, moved);
    each(connection, rows.ended(), H2Rows.DELETE_STATE, H2Rows::endedState);
    each(connection, rows.ended(), H2Rows.DELETE_FINAL, H2Rows::endedFinal);
    each(connection, rows.chunks(), H2Rows.MERGE_STATE, H2Rows::chunk);
    each(connection, rows.finals(), H2Rows.MERGE_FINAL, H2Rows::chunk);
    each(connection, rows.runs(), H2Rows.MERGE_RUN, H2Rows::run);
    H2TaskBlocks.write(connection, rows.tasks());
    each(connection, rows.failures(), H2Rows.MERGE_FAILURE, H2Rows::failure);
    each(connection, rows.slots(), H2Rows.MERGE_SLOT, H2Rows::slot);
    each(connection, rows.schedules(), H2Rows.MERGE_SCHEDULE, H2Rows::schedule);
    each(connection, rows.backfills(), H2Rows.MERGE_BACKFILL, H2Rows::backfill);
    each(connection, rows.backfillSlots(), H2Rows.MERGE_BACKFILL_SLOT, H2Rows::backfillSlot);
    each(connection, rows.lateSlots(), H2Rows.MERGE_LATE_SLOT, H2Rows::lateSlot);
    return moved;
  }

  private static boolean[] move(Connection connection, List<Move> moves) throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      for (Move each : moves) {
        move.setLong(1, each.to());
        move.setInt(2, each.partition());
        move.setLong(3, each.epoch());
        move.setLong(4, each.from());
        move.addBatch();
      }
      return matched(move.executeBatch());
    }
  }

  /// Which statements of a batch met a row.
  static boolean[] matched(int[] counts) {
    boolean[] matched = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      matched[i] = counts[i] == 1;
    }
    return matched;
  }

  private static <T> void each(Connection connection, List<T> rows, String sql, Binder<T> binder) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T row : rows) {
        binder.bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /// Binds a row.
  private interface Binder<T> {
    void bind(PreparedStatement statement, T row) throws SQLException;
  }
}
