package io.tidemill.protocol;

/// Why an attempt is asked to stop.
public enum StopReason {
  /// Somebody cancelled the run, or another shard's failure stopped it.
  CANCELLED,
  /// The attempt ran longer than allowed.
  TIMED_OUT
}
