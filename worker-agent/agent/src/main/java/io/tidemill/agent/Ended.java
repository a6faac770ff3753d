package io.tidemill.agent;

import io.tidemill.agent.isolate.Ending;
import io.tidemill.agent.isolate.Usage;
import io.tidemill.protocol.Report;

/// How one attempt ended, when, and what it used.
record Ended(Ending ending, long endedNanos, Usage usage) {
  Report.Timing timing(Attempt attempt) {
    return Clocks.ran(attempt.job().arrivedNanos(), attempt.startedNanos(), endedNanos, usage);
  }
}
