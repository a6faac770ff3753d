package io.tidemill.daemon.config;

import java.time.Duration;

/// What a Tidemill process is told.
public record DaemonConfig(Database database, Agent agent, Scheduler scheduler, Http http) {
  /// Where state is kept.
  ///
  /// @param url JDBC address of a PostgreSQL database; empty: an H2 file in the data directory
  /// @param user role of the PostgreSQL database
  /// @param password its password, empty where the server asks for none
  public record Database(String url, String user, String password) {
    /// Whether the database is the file in the data directory.
    public boolean embedded() {
      return url.isEmpty();
    }

    @Override public String toString() {
      return "Database[url=" + url + ", user=" + user + "]";
    }
  }

  /// The agent of this process.
  ///
  /// @param slots attempts that run at a time
  /// @param stopGrace how long a body may take to end after its interrupt, before its log tells where it hangs
  /// @param haltAfter how long after the interrupt the process ends for a body that still runs; not less than `stopGrace`
  public record Agent(int slots, Duration stopGrace, Duration haltAfter) {}

  /// The scheduler of this process.
  ///
  /// @param threads threads for the partitions
  /// @param projectionRest rest between two writes of the query tables
  public record Scheduler(int threads, Duration projectionRest) {}

  /// The API of `dev`.
  ///
  /// @param port port on 127.0.0.1; 0: any free one
  public record Http(int port) {}
}
