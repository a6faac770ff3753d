package io.tidemill.dsl.graph;

/// The three timeouts of a task, in milliseconds, 0 for none. (The fourth, the run deadline, is the DAG's.)
///
/// @param queueMillis from ready to started
/// @param attemptMillis from the start of an attempt to its end
/// @param totalMillis from first ready to final, retries and their waits included
public record TimeoutsNode(long queueMillis, long attemptMillis, long totalMillis) {
  /// No timeouts.
  public static final TimeoutsNode NONE = new TimeoutsNode(0, 0, 0);
}
