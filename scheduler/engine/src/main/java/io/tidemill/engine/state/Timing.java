package io.tidemill.engine.state;

/// How long an attempt waited on its agent, and what it has cost.
///
/// @param queuedMicros time from its arrival on the agent to its start, in microseconds
/// @param spent what it has cost
public record Timing(long queuedMicros, ResourceUsage spent) {
  /// Nothing, or not known.
  public static final Timing NONE = new Timing(0, ResourceUsage.NONE);

  /// Of an attempt of which only the clock is known.
  public static Timing of(long queuedMicros, long ranMicros) {
    return new Timing(queuedMicros, new ResourceUsage(ranMicros, -1, -1));
  }
}
