package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleLimits;
import io.tidemill.agent.journal.DiskJournal;
import io.tidemill.agent.log.LogLimits;
import java.time.Duration;

/// What an agent bounds, and where.
///
/// @param outputBytes most bytes of JSON of one result or one shard's element; more fails the attempt for good. Default 16 MiB
/// @param expansionBytes most bytes of all keys and elements of one expansion. Default 64 MiB
/// @param shardReportBytes bytes of results after which a report of shards is not made longer. Default 256 KiB
/// @param batchBytes bytes after which a batch of reports is not made longer. Default 2 MiB
/// @param queued most assignments that wait for a slot; more are given back at once. Default 100,000
/// @param cacheBytes bytes of stored values kept for the next attempts. Default 64 MiB
/// @param runs runs whose parameters are kept. Default 10,000
/// @param bundles bundles whose classes are kept while nothing of them runs. Default 20
/// @param startedAfter age at which a running attempt is reported as started. Default 200 ms
/// @param stopGrace how long a body may take to end after it was interrupted, before it counts as stuck. Default 10 s
/// @param haltAfter how long after the interrupt [ProcessTerminator] is called for a body that still runs; not less than `stopGrace`.
///     Default 60 s
/// @param cutOffGrace how long a body may take to end after it was interrupted because no scheduler answered, before [ProcessTerminator] is
///     called. Default 10 s; guarantees are made for at most that
/// @param drain how long an agent that is asked to end waits for what runs. Default 10 min
/// @param journalBytes most bytes of what is unsettled in the journal; beyond them nothing new is taken. Default 256 MiB
/// @param logs log of an attempt
/// @param files size of a bundle
public record AgentLimits(int outputBytes, long expansionBytes, int shardReportBytes, int batchBytes, int queued,
    long cacheBytes, int runs, int bundles, Duration startedAfter, Duration stopGrace, Duration haltAfter,
    Duration cutOffGrace, Duration drain, long journalBytes, LogLimits logs, BundleLimits files) {
  /// The defaults.
  public static final AgentLimits DEFAULT = new AgentLimits(16 << 20, 64L << 20, 256 << 10, 2 << 20, 100_000,
      64L << 20, 10_000, 20, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(60),
      Duration.ofSeconds(10), Duration.ofMinutes(10), DiskJournal.DEFAULT_BYTES,
      LogLimits.DEFAULT, BundleLimits.DEFAULT);

  public AgentLimits {
    if (outputBytes < 4 || expansionBytes < 1 || shardReportBytes < 1 || batchBytes < 1 || queued < 1 || cacheBytes < 0
        || runs < 1 || bundles < 1) {
      throw new IllegalArgumentException("Expected limits of at least 1, outputBytes of at least 4 and cacheBytes of at"
          + " least 0, but found " + outputBytes + ", " + expansionBytes + ", " + shardReportBytes + ", " + batchBytes
          + ", "
          + queued + ", " + cacheBytes + ", " + runs + ", " + bundles);
    }
    if (cutOffGrace.isNegative() || drain.isNegative() || journalBytes < 1) {
      throw new IllegalArgumentException(
          "Expected cutOffGrace and drain of at least 0 and journalBytes of at least 1, but"
              + " found " + cutOffGrace + ", " + drain + " and " + journalBytes);
    }
    if (!startedAfter.isPositive() || stopGrace.isNegative() || haltAfter.compareTo(stopGrace) < 0) {
      throw new IllegalArgumentException("Expected startedAfter > 0 and 0 <= stopGrace <= haltAfter, but found "
          + startedAfter + ", " + stopGrace + " and " + haltAfter);
    }
  }

  /// The same with another limit of results.
  public AgentLimits withOutputBytes(int bytes) {
    return new AgentLimits(bytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, files);
  }

  /// The same with another limit of expansions.
  public AgentLimits withExpansionBytes(long bytes) {
    return new AgentLimits(outputBytes, bytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, files);
  }

  /// The same with other times for bodies that do not stop.
  public AgentLimits withStop(Duration grace, Duration halt) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, grace, halt, cutOffGrace, drain, journalBytes, logs, files);
  }

  /// The same with another time for bodies to stop once the agent is cut off.
  public AgentLimits withCutOffGrace(Duration grace) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, grace, drain, journalBytes, logs, files);
  }

  /// The same with another time for what runs when the agent is asked to end.
  public AgentLimits withDrain(Duration most) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, most, journalBytes, logs, files);
  }

  /// The same with another bound of the journal.
  public AgentLimits withJournalBytes(long bytes) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, bytes, logs, files);
  }

  /// The same with another size of batches.
  public AgentLimits withBatchBytes(int bytes) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, bytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, files);
  }

  /// The same with other limits of logs.
  public AgentLimits withLogs(LogLimits other) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, other, files);
  }

  /// The same with other limits of bundles.
  public AgentLimits withFiles(BundleLimits other) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, bundles,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, other);
  }

  /// The same with another number of bundles whose classes are kept.
  public AgentLimits withBundles(int most) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, queued, cacheBytes, runs, most,
        startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, files);
  }

  /// The same with another bound of waiting assignments.
  public AgentLimits withQueued(int assignments) {
    return new AgentLimits(outputBytes, expansionBytes, shardReportBytes, batchBytes, assignments, cacheBytes, runs,
        bundles, startedAfter, stopGrace, haltAfter, cutOffGrace, drain, journalBytes, logs, files);
  }
}
