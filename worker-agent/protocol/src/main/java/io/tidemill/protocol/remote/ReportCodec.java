package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.Report;

/// A report as bytes, the same that travel over the network.
public final class ReportCodec {
  private ReportCodec() {}

  /// The bytes of a report.
  public static byte[] encode(Report report) {
    return Reports.wire(report).toByteArray();
  }

  /// The report of some bytes.
  ///
  /// @throws MalformedException if they are none
  public static Report decode(byte[] bytes) throws MalformedException {
    try {
      return Reports.report(io.tidemill.protocol.wire.Report.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("Report", e);
    }
  }
}
