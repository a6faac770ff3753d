package io.tidemill.runtime.port;

import java.util.List;

/// Logs of attempts, in numbered chunks.
public interface Logs {
  /// Stores chunks. A chunk stored before stays as it was.
  void append(List<Chunk> chunks);

  /// Chunks of one attempt in their order.
  ///
  /// @param after sequence number after which to begin, -1 for the first
  /// @param limit most chunks, at least 1
  List<Chunk> read(int dag, long run, int task, int shard, int attempt, long after, int limit);

  /// The attempts of a run that logged something, by task, shard and attempt.
  List<Source> sources(int dag, long run);

  /// A piece of the log of one attempt.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param sequence number of the chunk in its attempt, from 0
  /// @param text UTF-8
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Chunk(int dag, long run, int task, int shard, int attempt, long sequence, byte[] text) {}

  /// An attempt that logged something.
  record Source(int task, int shard, int attempt, long bytes) {}
}
