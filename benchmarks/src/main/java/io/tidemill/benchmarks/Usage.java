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
record Usage(long nanos, long cpuNanos, long otherCpuNanos, long walBytes, long transactions) {
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory
      .getPlatformMXBean(OperatingSystemMXBean.class);

  static Usage now(Database database) throws IOException, SQLException {
    return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), database.otherCpuNanos(), database.walBytes(),
        database.transactions());
  }

  /// What was used when something begins: the time is taken last, since to ask for the rest takes some milliseconds.
  static Usage start(Database database) throws IOException, SQLException {
    Usage before = now(database);
    return new Usage(System.nanoTime(), before.cpuNanos, before.otherCpuNanos, before.walBytes, before.transactions);
  }

  Usage since(Usage start) {
    return new Usage(nanos - start.nanos, cpuNanos - start.cpuNanos, otherCpuNanos - start.otherCpuNanos,
        walBytes - start.walBytes, transactions - start.transactions);
  }

  double seconds() {
    return nanos / 1e9;
  }

  /// Adds the cost of one task to a line.
  Line perTask(Line line, int tasks) {
    line.put("cpuMicrosPerTask", cpuNanos / 1e3 / tasks).put("databaseCpuMicrosPerTask", otherCpuNanos / 1e3 / tasks);
    if (walBytes > 0) {
      line.put("walBytesPerTask", (double) walBytes / tasks)
          .put("writeTransactionsPerTask",
              (double) transactions / tasks);
    }
    return line;
  }
}
