package io.tidemill.runtime.port;

import java.util.List;

/// The facts of some turns of one partition, committed together.
///
/// @param epoch epoch of the owner that writes it
/// @param sequence number of the entry in its partition, from 1, gapless
/// @param facts the encoded facts
/// @param values values the facts name, written in the same commit; empty when read back
@SuppressWarnings("ArrayRecordComponent") // a carrier: compared by its bytes where it matters
public record JournalEntry(int partition, long epoch, long sequence, byte[] facts, List<ValueBlock> values) {
  /// A value to store. Rows of at most 256 KiB hold it.
  ///
  /// @param id number by which facts name it, never used twice
  public record ValueBlock(long id, byte[] bytes) {}
}
