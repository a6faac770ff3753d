package io.tidemill.runtime.codec;

/// A numbered part of a snapshot.
///
/// @param number 0 for the head, which every snapshot has
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record SnapshotChunk(int number, byte[] bytes) {
  /// Number of the part of a DAG's own snapshot that says of which entry its snapshots are.
  public static final int HELD = 1;
}
