package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.Report;

/// Codec of single reports, with the format of the network.
public final class ReportCodec {
  private ReportCodec() {}

  /// Encodes a report.
  public static byte[] encode(Report report) {
    return ReportMessages.wire(report).toByteArray();
  }

  /// Decodes a report.
  ///
  /// @throws MalformedException if the bytes are not one
  public static Report decode(byte[] bytes) throws MalformedException {
    try {
      return ReportMessages.report(io.tidemill.protocol.wire.Report.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("Report", e);
    }
  }
}
