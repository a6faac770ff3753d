package io.tidemill.api.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schedulers of a database.
///
/// @param self name of the scheduler that answers
/// @param ageMillis how long ago it saw this, in milliseconds: more than a few seconds where the database does not answer
/// @param partitions how many partitions the database has
/// @param unowned how many of them no living scheduler owns now: their DAGs stand still until one takes them
/// @param schedulers those whose leases last, by name
/// @param gone those whose leases ended within an hour without being replaced, by name
public record ClusterView(String self, long ageMillis, int partitions, int unowned, List<Scheduler> schedulers,
    List<Scheduler> gone) {
  /// A scheduler.
  ///
  /// @param name name of its process, another for each start
  /// @param host its machine
  /// @param version of the program, null where it is not known
  /// @param exclusive whether it shares with no other, since it runs tasks in its own process only
  /// @param started when it started
  /// @param partitions how many partitions it owns
  /// @param clockOffsetMillis how far its clock is ahead of the database's, in milliseconds
  /// @param agents where agents connect, null for nowhere
  /// @param peers where other schedulers call it, null for nowhere
  public record Scheduler(String name, String host, @Nullable String version, boolean exclusive, Instant started,
      int partitions, long clockOffsetMillis, @Nullable String agents, @Nullable String peers) {}
}
