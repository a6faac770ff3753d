package io.tidemill.agent.isolate;

import io.tidemill.protocol.FailureReport;

/// How the code of one attempt ended.
public sealed interface AttemptOutcome {
  /// The body returned.
  ///
  /// @param output the result as JSON (`null` where there is none)
  /// @param variant simple name of the sealed variant, empty for other types
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Succeeded(byte[] output, String variant) implements AttemptOutcome {}

  /// The shards of a task were made.
  ///
  /// @param count how many
  /// @param keys their keys, [packed][io.tidemill.protocol.PackedBytes] UTF-8 strings
  /// @param elements their elements, packed JSON
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Expanded(int count, byte[] keys, byte[] elements) implements AttemptOutcome {}

  /// It did not succeed.
  record Failed(FailureReport failure) implements AttemptOutcome {}
}
