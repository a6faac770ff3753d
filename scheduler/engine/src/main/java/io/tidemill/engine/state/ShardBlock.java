package io.tidemill.engine.state;

/// Results of some shards in one packed value.
///
/// @param value the packed results; entry i belongs to shard `indexes[i]`
/// @param indexes which shards
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardBlock(Value value, int[] indexes) {}
