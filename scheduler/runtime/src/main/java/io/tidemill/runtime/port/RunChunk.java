package io.tidemill.runtime.port;

/// A part of the snapshot of a run.
///
/// @param dag number of the DAG; 0: what belongs to the partition itself
/// @param run number of the run in its DAG; 0: what belongs to the DAG itself
/// @param chunk number of the part, 0 for the first
/// @param bytes the encoded part
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record RunChunk(int partition, int dag, long run, int chunk, byte[] bytes) {}
