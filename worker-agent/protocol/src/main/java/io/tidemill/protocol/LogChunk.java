package io.tidemill.protocol;

/// A chunk of an attempt's log.
///
/// @param key the attempt; for a shard the assignment's key with the attempt number of the shard
/// @param shard index of the shard, -1 if the task is not sharded
/// @param sequence number of the chunk within the attempt, from 0, gapless
/// @param text UTF-8, whole lines unless they are overlong
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record LogChunk(AttemptKey key, int shard, long sequence, byte[] text) {}
