package io.tidemill.protocol;

import java.util.List;

/// What became of an attempt. A report is repeated until it is acknowledged; a repeated one changes nothing.
public sealed interface Report {
  /// Identity of the attempt or of the assignment of shards.
  AttemptKey key();

  /// The body has started. Sent on its own only when the attempt has not ended soon after.
  ///
  /// @param ageMicros how long ago it started, in microseconds
  record Started(AttemptKey key, long ageMicros) implements Report {}

  /// The body returned.
  ///
  /// @param output the result as JSON (`null` where there is none)
  /// @param variant simple name of the sealed variant, empty for other types
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Succeeded(AttemptKey key, byte[] output, String variant, Timing timing) implements Report {}

  /// The attempt ended otherwise. Also the answer to a failed [Assignment.Expand].
  record Failed(AttemptKey key, Failure failure, Timing timing) implements Report {}

  /// The shards of a task.
  ///
  /// @param count how many
  /// @param keys their keys, [Packed] UTF-8 strings, unique
  /// @param elements their elements, [Packed] JSON
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Expanded(AttemptKey key, int count, byte[] keys, byte[] elements, Timing timing) implements Report {}

  /// Shards of one assignment that ended.
  ///
  /// @param indexes shards that succeeded
  /// @param results their results, [Packed] JSON in the order of `indexes`
  /// @param timings their timings in the same order
  /// @param failed those that did not
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record ShardsEnded(AttemptKey key, int[] indexes, byte[] results, List<Timing> timings, List<ShardFailed> failed)
      implements Report {}

  /// One shard that did not succeed.
  record ShardFailed(int index, Failure failure, Timing timing) {}

  /// How long an attempt waited on the agent and ran, by the agent's monotonic clock.
  ///
  /// @param queuedMicros from its arrival to its start, in microseconds
  /// @param ranMicros from its start to its end, in microseconds
  /// @param cpuMicros time of the processor used by its thread or process, in microseconds, -1 where it cannot be told
  /// @param peakBytes most memory its own process used, in bytes, -1 where it has none of its own
  record Timing(long queuedMicros, long ranMicros, long cpuMicros, long peakBytes) {
    /// A timing where only the clock is known.
    public Timing(long queuedMicros, long ranMicros) {
      this(queuedMicros, ranMicros, -1, -1);
    }
  }
}
