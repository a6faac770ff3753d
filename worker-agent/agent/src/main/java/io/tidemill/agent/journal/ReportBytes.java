package io.tidemill.agent.journal;

import io.tidemill.protocol.Report;
import java.io.IOException;

/// How a report is written.
public interface ReportBytes {
  /// The report as bytes.
  byte[] bytes(Report report);

  /// The report of some bytes.
  ///
  /// @throws IOException if they are none that [#bytes] makes
  Report report(byte[] bytes) throws IOException;
}
