package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.FencedRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots and query tables in PostgreSQL, a table a statement, its rows as arrays.
///
/// Fresh tables have no statistics until autovacuum comes by, a minute later or more; queries plan badly for as long. So the
/// tables are analysed once, after the first rows of each opening.
final class PostgresProjections implements Projections, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresProjections.class);
  private static final int ROWS_BEFORE_ANALYSIS = 10_000;
  private static final String ANALYSE = "ANALYZE run_state, run_final, run, task_instance, attempt_failure, slot, schedule, "
      + "backfill, backfill_slot, late_slot";
  private static final String MOVE = """
      UPDATE partition p SET projected = m.after FROM unnest(?, ?, ?, ?) AS m (id, epoch, before, after)
      WHERE p.id = m.id AND p.epoch = m.epoch AND p.projected = m.before RETURNING p.id
      """;

  private final DedicatedConnection connection;
  private long rowsUntilAnalysis = ROWS_BEFORE_ANALYSIS;

  PostgresProjections(DedicatedConnection.Source source) {
    this.connection = new DedicatedConnection("the projections", source, Connection::commit,
        PostgresFailures::isCertain);
  }

  @Override public boolean[] write(Batch batch) {
    if (batch.moves().isEmpty()) {
      return new boolean[0];
    }
    try {
      boolean[] moved = connection.transaction(held -> write(held, batch));
      analyseOnce(batch);
      return moved;
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; read the marks back, or recover", e);
    }
  }

  @Override public void rehearse(Batch batch) {
    connection.rehearsal(held -> write(held, batch));
  }

  private static boolean[] write(Connection connection, Batch batch) throws SQLException {
    boolean[] moved = move(connection, batch.moves());
    FencedRows rows = FencedRows.of(batch, moved);
    each(connection, rows.ended(), PostgresRows.DELETE_STATE, PostgresRows::endedState);
    each(connection, rows.ended(), PostgresRows.DELETE_FINAL, PostgresRows::endedFinal);
    each(connection, rows.chunks(), PostgresRows.UPSERT_STATE, PostgresRows::chunk);
    each(connection, rows.finals(), PostgresRows.UPSERT_FINAL, PostgresRows::chunk);
    each(connection, rows.runs(), PostgresRows.UPSERT_RUN, PostgresRows::run);
    each(connection, rows.tasks(), PostgresRows.UPSERT_TASK, PostgresRows::task);
    each(connection, rows.failures(), PostgresRows.UPSERT_FAILURE, PostgresRows::failure);
    each(connection, rows.slots(), PostgresRows.UPSERT_SLOT, PostgresRows::slot);
    each(connection, rows.schedules(), PostgresRows.UPSERT_SCHEDULE, PostgresRows::schedule);
    each(connection, rows.backfills(), PostgresRows.UPSERT_BACKFILL, PostgresRows::backfill);
    each(connection, rows.backfillSlots(), PostgresRows.UPSERT_BACKFILL_SLOT, PostgresRows::backfillSlot);
    each(connection, rows.lateSlots(), PostgresRows.UPSERT_LATE_SLOT, PostgresRows::lateSlot);
    return moved;
  }

  private static boolean[] move(Connection connection, List<Move> moves) throws SQLException {
    BitSet matched = new BitSet();
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      new ArrayBinder<>(statement, moves.stream().sorted(Comparator.comparingInt(Move::partition)).toList())
          .int2(Move::partition)
          .int8(Move::epoch)
          .int8(Move::from)
          .int8(Move::to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          matched.set(rows.getInt(1));
        }
      }
    }
    boolean[] moved = new boolean[moves.size()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = matched.get(moves.get(i).partition());
    }
    return moved;
  }

  private static <T> void each(Connection connection, List<T> rows, String sql, Binder<T> binder) throws SQLException {
    if (!rows.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        binder.bind(new ArrayBinder<>(statement, rows));
        statement.executeUpdate();
      }
    }
  }

  private synchronized void analyseOnce(Batch batch) {
    if (rowsUntilAnalysis <= 0) {
      return;
    }
    rowsUntilAnalysis -= batch.chunks().size() + batch.runs().size() + batch.tasks().size();
    if (rowsUntilAnalysis <= 0) {
      try {
        connection.statement(PostgresProjections::analyse);
      } catch (StoreException | UnknownOutcomeException e) {
        LOG.info("The tables could not be analysed; autovacuum will", e);
      }
    }
  }

  private static boolean analyse(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(ANALYSE);
    }
  }

  @Override public void close() {
    connection.close();
  }

  /// Binds rows.
  private interface Binder<T> {
    void bind(ArrayBinder<T> rows) throws SQLException;
  }
}
