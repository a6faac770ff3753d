package io.tidemill.agent.journal;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.util.List;

/// One fact of the journal.
sealed interface Entry {
  /// A process began.
  record Started(long incarnation, ProcessId process) implements Entry {}

  /// Attempts were accepted.
  record Accepted(List<InventoryItem> attempts) implements Entry {}

  /// Something ended.
  ///
  /// @param number of the report
  /// @param key of the assignment
  /// @param attempts how many attempts of the assignment the report ends
  /// @param report as [io.tidemill.protocol.remote.ReportCodec] makes it
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Result(long number, AttemptKey key, int attempts, byte[] report) implements Entry {}

  /// Reports are durable.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Acknowledged(long[] numbers) implements Entry {}

  /// A process was started.
  record Noted(ProcessId process) implements Entry {}

  /// A process has ended.
  record Forgotten(ProcessId process) implements Entry {}
}
