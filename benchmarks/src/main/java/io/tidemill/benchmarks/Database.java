package io.tidemill.benchmarks;

import io.tidemill.store.config.StoreConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// A database made for one measurement, and gone after it.
interface Database extends AutoCloseable {
  /// Its name in the results.
  String name();

  /// How Tidemill opens it.
  StoreConfig config();

  /// A connection of its own for the ceiling, in another database of the same server.
  Connection ceiling() throws SQLException;

  /// Makes what was written durable, where a commit alone does not.
  void sync(Connection connection) throws SQLException;

  /// An array of a column's type for `unnest`, or null where batches are used instead.
  boolean arrays();

  /// Write-ahead log so far in bytes, -1 if it is not known.
  long walBytes() throws SQLException;

  /// Committed transactions so far, -1 if it is not known.
  long transactions() throws SQLException;

  /// Processor time so far of processes other than this one, in nanoseconds.
  long otherCpuNanos() throws IOException;

  @Override void close() throws IOException;
}
