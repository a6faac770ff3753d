package io.tidemill.runtime.codec;

/// A numbered part of a snapshot.
///
/// @param number 0 for the head, which every snapshot has
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record SnapshotChunk(int number, byte[] bytes) {}
