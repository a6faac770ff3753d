package io.tidemill.agent;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A single attempt: of a body, or of an expansion.
final class TaskJob extends Job {
  private boolean claimed;
  private @Nullable StopCause stop;
  private @Nullable Attempt attempt;
  private @Nullable Report report;

  TaskJob(Assignment assignment, BundleRun run) {
    super(assignment, run);
  }

  @Override synchronized boolean claim(Worker worker) {
    if (claimed) {
      return false;
    }
    claimed = true;
    worker.claimed(this, -1, key().attempt());
    return true;
  }

  @Override void endUnclaimed(FailureReport failure, Reporter reporter) {
    synchronized (this) {
      if (claimed) {
        return;
      }
      claimed = true;
    }
    end(new Report.Failed(key(), failure, Clocks.unstarted(arrivedNanos())), reporter);
  }

  @Override List<Attempt> stop(StopCause reason, Reporter reporter) {
    synchronized (this) {
      if (claimed) {
        if (stop == null) {
          stop = reason;
        }
        return running();
      }
    }
    endUnclaimed(FailureReports.unstarted(reason), reporter);
    return running();
  }

  @Override synchronized boolean begin(Attempt begun) {
    if (stop != null) {
      return false;
    }
    attempt = begun;
    return true;
  }

  /// Why the attempt was stopped, null if it was not.
  synchronized @Nullable StopCause stopped() {
    return stop;
  }

  /// Ends the job.
  void end(Report how, Reporter reporter) {
    synchronized (this) {
      report = how;
      attempt = null;
    }
    reporter.add(how, this);
  }

  @Override synchronized List<Attempt> running() {
    return attempt == null ? List.of() : List.of(attempt);
  }

  @Override int unsettled() {
    return 1;
  }

  @Override synchronized List<Report> unacknowledged() {
    return report == null ? List.of() : List.of(report);
  }

  @Override boolean acknowledged(Report durable) {
    return true;
  }
}
