package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.isolate.AttemptHost;
import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.isolate.AttemptProcesses;
import io.tidemill.agent.isolate.AttemptWork;
import io.tidemill.agent.isolate.ProcessUsage;
import io.tidemill.agent.log.AttemptLog;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.WireValue;
import java.io.IOException;
import java.util.List;

/// Runs the user's code of one attempt in a process of its own, while the calling thread waits. An interrupt of that thread is
/// passed on to the body; a process that does not end by then is ended.
final class IsolatedBodies {
  private final AgentLimits limits;
  private final ValueReader values;
  private final AttemptProcesses children;
  private final Bundles bundles;

  IsolatedBodies(AgentLimits limits, Bundles bundles, ValueReader values, AttemptProcesses children) {
    this.limits = limits;
    this.bundles = bundles;
    this.values = values;
    this.children = children;
  }

  TimedOutcome run(Attempt attempt, DagCode dag) {
    PreparedBundle bundle = dag.bundle();
    AttemptWork work = new AttemptWork(only(attempt), bundle.hash(), bundle.name(),
        bundle.jar().toAbsolutePath().toString(),
        limits.outputBytes(), limits.expansionBytes());
    attempt.enter(false);
    AttemptOutcome outcome;
    ProcessUsage usage = ProcessUsage.UNKNOWN;
    try {
      bundles.ensureFile(attempt.job().assignment().run().bundle(), bundle);
      AttemptProcesses.End end = children.run(work, new Host(attempt, values));
      outcome = end.ending();
      usage = end.usage();
      if (outcome instanceof AttemptOutcome.Failed(FailureReport failure)) {
        tell(attempt, failure);
      }
    } catch (BundleException e) {
      outcome = new AttemptOutcome.Failed(
          FailureReports.permanent(e.getClass().getName(), String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // No code of the user has run: it is a matter of this machine, and costs the task nothing.
      outcome = new AttemptOutcome.Failed(
          FailureReports.released("Expected to start a process for the attempt, but: " + e));
    } finally {
      attempt.leave();
    }
    return new TimedOutcome(outcome, System.nanoTime(), usage);
  }

  /// The assignment, of shards only the one of this attempt.
  private static Assignment only(Attempt attempt) {
    return switch (attempt.job().assignment()) {
      case Assignment.RunShards all -> new Assignment.RunShards(all.run(), all.key(), all.task(), all.priority(),
          List.of(new Assignment.ShardRange(attempt.shardIndex(), attempt.shardIndex() + 1, attempt.attempt())),
          all.keys(), all.elements(), all.aligned(), all.inputs());
      case Assignment.RunTask task -> task;
      case Assignment.Expand expand -> expand;
    };
  }

  /// What the body threw is in its log already or not, as it likes; that its process is gone nobody else tells there.
  private static void tell(Attempt attempt, FailureReport failure) {
    AttemptLog log = failure.type().isEmpty() || failure.type().equals(OutOfMemoryError.class.getName())
        ? attempt.openLog()
        : null;
    if (log != null) {
      log.line("ERROR", failure.stack().isEmpty() ? failure.message() : failure.message() + "\n" + failure.stack());
    }
  }

  private record Host(Attempt attempt, ValueReader values) implements AttemptHost {
    @Override public void started(Runnable kill) {
      attempt.killedBy(kill);
    }

    @Override public void begun() {
      attempt.begin();
    }

    @Override public boolean tookTooLong() {
      StopCause stop = attempt.stopped();
      return stop == StopCause.OVER_LIMIT || stop == StopCause.TIMED_OUT;
    }

    @Override public byte[] value(long id) throws IOException, InterruptedException {
      try {
        return values.bytes(new WireValue(null, id, 0, ""));
      } catch (UnavailableException e) {
        throw e.getCause() instanceof MissingException missing ? missing : e;
      }
    }

    @Override public void log(byte[] text) {
      AttemptLog log = attempt.openLog();
      if (log != null) {
        log.lines(text);
      }
    }

    @Override public void printed(String line) {
      AttemptLog log = attempt.openLog();
      if (log != null) {
        log.line("ERR", line);
      }
    }

    @Override public void progress(long done, long total) {
      attempt.progress(done, total);
    }
  }
}
