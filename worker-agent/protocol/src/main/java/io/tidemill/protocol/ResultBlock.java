package io.tidemill.protocol;

/// Results of some shards in one packed value.
///
/// @param value the results, [PackedBytes] JSON; entry i belongs to shard `indexes[i]`
/// @param indexes indexes of the shards
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record ResultBlock(WireValue value, int[] indexes) {}
