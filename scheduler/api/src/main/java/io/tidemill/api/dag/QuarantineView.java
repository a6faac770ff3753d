package io.tidemill.api.dag;

import java.time.Instant;

/// A DAG that is kept apart because deciding about it failed repeatedly, or because it could not be recovered: its runs stand still until it is resumed.
///
/// @param since when it failed last
/// @param reason what failed
public record QuarantineView(Instant since, String reason) {
  @Override public String toString() {
    return "quarantined since " + since + ": " + reason;
  }
}
