package io.tidemill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/// What was used up between two instants, by all processes together.
///
/// @param nanos time
/// @param cpuNanos processor time of this process
/// @param otherCpuNanos processor time of the database's processes
/// @param walBytes write-ahead log, negative if not known
/// @param transactions transactions that wrote, negative if not known
record UsageDelta(long nanos, long cpuNanos, long otherCpuNanos, long walBytes, long transactions) {
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory
      .getPlatformMXBean(OperatingSystemMXBean.class);

  static UsageDelta now(Database database) throws IOException, SQLException {
    return new UsageDelta(System.nanoTime(), SYSTEM.getProcessCpuTime(), database.otherCpuNanos(), database.walBytes(),
        database.transactions());
  }

  /// What was used when something begins: the time is taken last, since to ask for the rest takes some milliseconds.
  static UsageDelta start(Database database) throws IOException, SQLException {
    UsageDelta before = now(database);
    return new UsageDelta(System.nanoTime(), before.cpuNanos, before.otherCpuNanos, before.walBytes,
        before.transactions);
  }

  UsageDelta since(UsageDelta start) {
    return new UsageDelta(nanos - start.nanos, cpuNanos - start.cpuNanos, otherCpuNanos - start.otherCpuNanos,
        walBytes - start.walBytes, transactions - start.transactions);
  }

  double seconds() {
    return nanos / 1e9;
  }

  /// Adds the cost of one task to a line.
  ResultLine perTask(ResultLine line, int tasks) {
    line.put("cpuMicrosPerTask", cpuNanos / 1e3 / tasks).put("databaseCpuMicrosPerTask", otherCpuNanos / 1e3 / tasks);
    if (walBytes > 0) {
      line.put("walBytesPerTask", (double) walBytes / tasks)
          .put("writeTransactionsPerTask",
              (double) transactions / tasks);
    }
    return line;
  }
}
