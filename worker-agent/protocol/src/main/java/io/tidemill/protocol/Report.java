package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The start or result of an attempt. A report is repeated until it is acknowledged; repeating changes nothing.
public sealed interface Report {
  /// Identity of the attempt or of the assignment of shards.
  AttemptKey key();

  /// The body has started. Sent only if the attempt does not end soon after.
  ///
  /// @param ageMicros how long ago it started, in microseconds
  record Started(AttemptKey key, long ageMicros) implements Report {}

  /// The body returned.
  ///
  /// @param output the result as JSON (`null` if there is none)
  /// @param variant simple name of the sealed variant, empty for other types
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Succeeded(AttemptKey key, byte[] output, String variant, Timing timing) implements Report {}

  /// The attempt did not succeed. Also the answer to a failed [Assignment.Expand].
  record Failed(AttemptKey key, FailureReport failure, Timing timing) implements Report {}

  /// The shards of an expanded task.
  ///
  /// @param count number of shards
  /// @param keys their keys, [PackedBytes] UTF-8 strings, unique
  /// @param elements their elements, [PackedBytes] JSON
  /// @param again where the task had shards before, and each key has the index it had; else null
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Expanded(AttemptKey key, int count, byte[] keys, byte[] elements, @Nullable Again again, Timing timing)
      implements Report {
    /// The first shards of a task.
    public Expanded(AttemptKey key, int count, byte[] keys, byte[] elements, Timing timing) {
      this(key, count, keys, elements, null, timing);
    }

    /// How shards go with those that the task had before.
    ///
    /// @param order the shards that there are now, in the order of the expansion
    /// @param same those of them that were there before with the same element
    @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
    public record Again(int[] order, int[] same) {}
  }

  /// Ended shards of one assignment.
  ///
  /// @param indexes shards that succeeded
  /// @param results their results, [PackedBytes] JSON in the order of `indexes`
  /// @param timings their timings in the same order
  /// @param failed shards that did not succeed
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record ShardsEnded(AttemptKey key, int[] indexes, byte[] results, List<Timing> timings, List<ShardFailed> failed)
      implements Report {}

  /// One shard that did not succeed.
  record ShardFailed(int index, FailureReport failure, Timing timing) {}

  /// How long an attempt waited on the agent and ran, by the agent's monotonic clock.
  ///
  /// @param queuedMicros from its arrival to its start, in microseconds
  /// @param ranMicros from its start to its end, in microseconds
  /// @param cpuMicros CPU time of its thread or process, in microseconds, -1 if unknown
  /// @param peakBytes peak memory of its own process, in bytes, -1 if it has none
  record Timing(long queuedMicros, long ranMicros, long cpuMicros, long peakBytes) {
    /// A timing without CPU time and memory.
    public Timing(long queuedMicros, long ranMicros) {
      this(queuedMicros, ranMicros, -1, -1);
    }
  }
}
