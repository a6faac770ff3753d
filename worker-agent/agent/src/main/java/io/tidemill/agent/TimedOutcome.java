package io.tidemill.agent;

import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.isolate.ProcessUsage;
import io.tidemill.protocol.Report;

/// How one attempt ended, when, and what it used.
record TimedOutcome(AttemptOutcome outcome, long endedNanos, ProcessUsage usage) {
  Report.Timing timing(Attempt attempt) {
    return !attempt.hasBegun()
        ? Clocks.unstarted(attempt.job().arrivedNanos())
        : Clocks.ran(attempt.job().arrivedNanos(), attempt.startedNanos(), endedNanos, usage);
  }
}
