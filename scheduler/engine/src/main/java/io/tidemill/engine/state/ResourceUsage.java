package io.tidemill.engine.state;

/// What attempts have cost.
///
/// @param ranMicros time from start to end, of several attempts their sum, in microseconds
/// @param cpuMicros time of the processor, of several attempts their sum, in microseconds, -1 where it is not known
/// @param peakBytes most memory of a process with one attempt, of several the greatest, in bytes, -1 where it is not known
public record ResourceUsage(long ranMicros, long cpuMicros, long peakBytes) {
  /// Nothing, or not known.
  public static final ResourceUsage NONE = new ResourceUsage(0, -1, -1);

  /// Both together.
  public ResourceUsage plus(ResourceUsage other) {
    long cpu = cpuMicros < 0 ? other.cpuMicros : other.cpuMicros < 0 ? cpuMicros : cpuMicros + other.cpuMicros;
    return new ResourceUsage(ranMicros + other.ranMicros, cpu, Math.max(peakBytes, other.peakBytes));
  }
}
