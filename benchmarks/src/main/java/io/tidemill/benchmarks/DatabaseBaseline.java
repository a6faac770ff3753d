package io.tidemill.benchmarks;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// What the database can do at best on one connection: for each task one insert and one update of a row of about 150 bytes.
final class DatabaseBaseline {
  private static final String PAYLOAD = "x".repeat(110);

  private DatabaseBaseline() {}

  /// Rows written and updated in a second, in array batches of 1,000 (batches of statements on H2), each committed.
  static double tasksPerSecond(Database database, int tasks) throws SQLException {
    try (Connection connection = database.ceiling()) {
      create(connection);
      run(database, connection, 20_000, 0);
      long start = System.nanoTime();
      run(database, connection, tasks, 20_000);
      return tasks / ((System.nanoTime() - start) / 1e9);
    }
  }

  /// Times of commits of one row, in milliseconds, ascending.
  ///
  /// @param restNanos rest before each, 0 for back to back: a program that commits now and then finds caches, clock and disk
  ///     asleep, one that does nothing else does not
  static double[] commitMillis(Database database, int commits, long restNanos) throws SQLException {
    try (Connection connection = database.ceiling()) {
      create(connection);
      connection.setAutoCommit(false);
      double[] millis = new double[commits];
      try (PreparedStatement insert = connection.prepareStatement("insert into c values (?, 0, ?)")) {
        for (int i = -200; i < commits; i++) {
          if (restNanos > 0) {
            LockSupport.parkNanos(restNanos);
          }
          long start = System.nanoTime();
          insert.setLong(1, i);
          insert.setString(2, PAYLOAD);
          insert.executeUpdate();
          connection.commit();
          database.sync(connection);
          if (i >= 0) {
            millis[i] = (System.nanoTime() - start) / 1e6;
          }
        }
      }
      Arrays.sort(millis);
      return millis;
    }
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists c");
      statement.execute("create table c (id bigint primary key, state int not null, payload varchar(200) not null)");
    }
  }

  private static void run(Database database, Connection connection, int tasks, int from) throws SQLException {
    connection.setAutoCommit(false);
    String insert = database.arrays()
        ? "insert into c select i, 0, p from unnest(?::bigint[], ?::text[]) as t(i, p)"
        : "insert into c values (?, 0, ?)";
    String update = database.arrays()
        ? "update c set state = 1 from unnest(?::bigint[]) as t(i) where c.id = t.i"
        : "update c set state = 1 where id = ?";
    try (PreparedStatement inserting = connection.prepareStatement(insert);
        PreparedStatement updating = connection.prepareStatement(update)) {
      for (int first = from; first < from + tasks; first += 1000) {
        Long[] ids = new Long[1000];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = (long) first + i;
        }
        write(database, connection, inserting, ids, true);
        write(database, connection, updating, ids, false);
      }
    }
  }

  private static void write(Database database, Connection connection, PreparedStatement statement, Long[] ids,
      boolean insert) throws SQLException {
    if (database.arrays()) {
      Array array = connection.createArrayOf("bigint", ids);
      statement.setArray(1, array);
      if (insert) {
        String[] payloads = new String[ids.length];
        Arrays.fill(payloads, PAYLOAD);
        statement.setArray(2, connection.createArrayOf("text", payloads));
      }
      statement.executeUpdate();
    } else {
      for (Long id : ids) {
        statement.setLong(1, id);
        if (insert) {
          statement.setString(2, PAYLOAD);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
    database.sync(connection);
  }
}
