package io.tidemill.store.sql;

import io.tidemill.store.exception.StoreUnusableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The partitions of a database: made once, with the first opening, and as many ever after.
public final class Partitions {
  private static final String DUPLICATE = "23505";

  private Partitions() {}

  /// Makes the partitions of a new database; refuses a database that has another number of them.
  public static void settle(Connection connection, int wanted) throws SQLException {
    int found = read(connection);
    if (found == 0) {
      create(connection, wanted);
      found = read(connection);
    }
    if (found != wanted) {
      throw new StoreUnusableException(
          "Expected " + wanted + " partitions as configured, but found a database made with "
              + found + "; configure " + found + " partitions, or use a new database",
          null);
    }
  }

  /// A partition nobody knows.
  public static IllegalArgumentException unknown(int partition) {
    return new IllegalArgumentException(
        "Expected a partition of the database, but found " + partition + "; number them from 0");
  }

  private static int read(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT partitions FROM database_info");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static void create(Connection connection, int partitions) throws SQLException {
    connection.setAutoCommit(false);
    try (
        PreparedStatement info = connection.prepareStatement("INSERT INTO database_info (partitions) VALUES (?)");
        PreparedStatement head = connection.prepareStatement("INSERT INTO partition_head (id) VALUES (?)");
        PreparedStatement mark = connection.prepareStatement("INSERT INTO partition (id) VALUES (?)")) {
      info.setInt(1, partitions);
      info.executeUpdate();
      for (int id = 0; id < partitions; id++) {
        head.setInt(1, id);
        head.addBatch();
        mark.setInt(1, id);
        mark.addBatch();
      }
      head.executeBatch();
      mark.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      if (!DUPLICATE.equals(e.getSQLState())) {
        throw e;
      } // another scheduler was first; what it made is read next
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
