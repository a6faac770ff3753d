package io.tidemill.agent.journal;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Failure;
import io.tidemill.protocol.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reports field by field. Read by the agent that follows in the same folder; where that one is of another version and cannot
/// read a report, the attempt is lost and runs again.
public final class PlainReportBytes implements ReportBytes {
  private static final int STARTED = 1;
  private static final int SUCCEEDED = 2;
  private static final int FAILED = 3;
  private static final int EXPANDED = 4;
  private static final int SHARDS_ENDED = 5;

  @Override public byte[] bytes(Report report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException("Expected memory to take a report", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Report report, DataOutputStream out) throws IOException {
    switch (report) {
      case Report.Started(AttemptKey key, long ageMicros) -> {
        out.writeByte(STARTED);
        key(key, out);
        out.writeLong(ageMicros);
      }
      case Report.Succeeded(AttemptKey key, byte[] output, String variant, Report.Timing timing) -> {
        out.writeByte(SUCCEEDED);
        key(key, out);
        bytes(output, out);
        text(variant, out);
        timing(timing, out);
      }
      case Report.Failed(AttemptKey key, Failure failure, Report.Timing timing) -> {
        out.writeByte(FAILED);
        key(key, out);
        failure(failure, out);
        timing(timing, out);
      }
      case Report.Expanded(AttemptKey key, int count, byte[] keys, byte[] elements, Report.Timing timing) -> {
        out.writeByte(EXPANDED);
        key(key, out);
        out.writeInt(count);
        bytes(keys, out);
        bytes(elements, out);
        timing(timing, out);
      }
      case Report.ShardsEnded ended -> {
        out.writeByte(SHARDS_ENDED);
        shards(ended, out);
      }
    }
  }

  private static void shards(Report.ShardsEnded ended, DataOutputStream out) throws IOException {
    key(ended.key(), out);
    out.writeInt(ended.indexes().length);
    for (int each : ended.indexes()) {
      out.writeInt(each);
    }
    bytes(ended.results(), out);
    for (Report.Timing each : ended.timings()) {
      timing(each, out);
    }
    out.writeInt(ended.failed().size());
    for (Report.ShardFailed each : ended.failed()) {
      out.writeInt(each.index());
      failure(each.failure(), out);
      timing(each.timing(), out);
    }
  }

  private static void key(AttemptKey key, DataOutputStream out) throws IOException {
    out.writeInt(key.dag());
    out.writeLong(key.run());
    out.writeInt(key.task());
    out.writeInt(key.attempt());
    out.writeLong(key.nonce());
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void timing(Report.Timing timing, DataOutputStream out) throws IOException {
    out.writeLong(timing.queuedMicros());
    out.writeLong(timing.ranMicros());
    out.writeLong(timing.cpuMicros());
    out.writeLong(timing.peakBytes());
  }

  private static void failure(Failure failure, DataOutputStream out) throws IOException {
    text(failure.kind().name(), out);
    text(failure.type(), out);
    text(failure.message(), out);
    text(failure.place(), out);
    text(failure.stack(), out);
    out.writeBoolean(failure.retryable());
    out.writeLong(failure.retryAfterMillis());
  }

  @Override public Report report(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = in.readUnsignedByte();
    AttemptKey key = new AttemptKey(in.readInt(), in.readLong(), in.readInt(), in.readInt(), in.readLong());
    return switch (kind) {
      case STARTED -> new Report.Started(key, in.readLong());
      case SUCCEEDED -> new Report.Succeeded(key, bytes(in), text(in), timing(in));
      case FAILED -> new Report.Failed(key, failure(in), timing(in));
      case EXPANDED -> new Report.Expanded(key, in.readInt(), bytes(in), bytes(in), timing(in));
      case SHARDS_ENDED -> shards(key, in);
      default -> throw new IOException("Expected a known kind of report, but found " + kind);
    };
  }

  private static Report shards(AttemptKey key, DataInputStream in) throws IOException {
    int[] indexes = new int[count(in)];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = in.readInt();
    }
    byte[] results = bytes(in);
    List<Report.Timing> timings = new ArrayList<>(indexes.length);
    for (int i = 0; i < indexes.length; i++) {
      timings.add(timing(in));
    }
    int failures = count(in);
    List<Report.ShardFailed> failed = new ArrayList<>(failures);
    for (int i = 0; i < failures; i++) {
      failed.add(new Report.ShardFailed(in.readInt(), failure(in), timing(in)));
    }
    return new Report.ShardsEnded(key, indexes, results, timings, failed);
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("Expected a whole report, but it is cut short");
    }
    return count;
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[count(in)];
    in.readFully(bytes);
    return bytes;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static Report.Timing timing(DataInputStream in) throws IOException {
    return new Report.Timing(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static Failure failure(DataInputStream in) throws IOException {
    String kind = text(in);
    try {
      return new Failure(Failure.Kind.valueOf(kind), text(in), text(in), text(in), text(in), in.readBoolean(),
          in.readLong());
    } catch (IllegalArgumentException e) {
      throw new IOException("Expected a known kind of failure, but found " + kind, e);
    }
  }
}
