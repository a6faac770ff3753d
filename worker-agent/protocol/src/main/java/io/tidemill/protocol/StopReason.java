package io.tidemill.protocol;

/// Why an attempt is asked to stop.
public enum StopReason {
  /// The run was cancelled, or the failure of another shard stopped it.
  CANCELLED,
  /// The attempt ran longer than allowed.
  TIMED_OUT
}
