package io.tidemill.agent.isolate;

import io.tidemill.protocol.FailureReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes and reads frames: four bytes of length, one byte that says which frame it is, its content.
final class FrameCodec {
  private static final byte START = 1;
  private static final byte STOP = 2;
  private static final byte PING = 3;
  private static final byte STORED = 4;
  private static final byte UNREADABLE = 5;
  private static final byte LEAVE = 6;
  private static final byte ASK = 7;
  private static final byte LOG = 8;
  private static final byte PROGRESS = 9;
  private static final byte EXITING = 10;
  private static final byte SUCCEEDED = 11;
  private static final byte EXPANDED = 12;
  private static final byte FAILED = 13;
  private static final byte BEGUN = 14;
  private static final byte RUNNING = 15;

  private FrameCodec() {}

  /// Writes one frame and flushes. Callers see to it that frames do not mix.
  static void write(OutputStream to, Frame frame) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(64);
    DataOutputStream out = new DataOutputStream(content);
    out.writeInt(0);
    put(out, frame);
    byte[] bytes = content.toByteArray();
    int length = bytes.length - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[i] = (byte) (length >>> 8 * (Integer.BYTES - 1 - i));
    }
    to.write(bytes);
    to.flush();
  }

  /// Reads the next frame, null at the end.
  ///
  /// @param mostBytes a longer frame is refused
  /// @throws IOException if what comes is not a frame, or ends within one
  static @Nullable Frame read(DataInputStream from, long mostBytes) throws IOException {
    int length;
    try {
      length = from.readInt();
    } catch (EOFException _) {
      return null;
    }
    if (length < 1 || length > mostBytes) {
      throw new IOException("Expected a frame of 1 to " + mostBytes + " bytes, but found one of " + length);
    }
    byte[] content = from.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("Expected a frame of " + length + " bytes, but it ends after " + content.length);
    }
    return get(new DataInputStream(new ByteArrayInputStream(content)));
  }

  private static void put(DataOutputStream out, Frame frame) throws IOException {
    switch (frame) {
      case Frame.Start(AttemptWork work) -> {
        out.writeByte(START);
        out.write(AttemptWorkJson.write(work));
      }
      case Frame.Stop(boolean tookTooLong) -> {
        out.writeByte(STOP);
        out.writeBoolean(tookTooLong);
      }
      case Frame.Ping() -> out.writeByte(PING);
      case Frame.Stored(long id, byte[] bytes) -> {
        out.writeByte(STORED);
        out.writeLong(id);
        out.write(bytes);
      }
      case Frame.Unreadable(long id, boolean missing, String why) -> {
        out.writeByte(UNREADABLE);
        out.writeLong(id);
        out.writeBoolean(missing);
        text(out, why);
      }
      case Frame.Leave() -> out.writeByte(LEAVE);
      case Frame.Begun() -> out.writeByte(BEGUN);
      case Frame.Running() -> out.writeByte(RUNNING);
      case Frame.Ask(long id) -> {
        out.writeByte(ASK);
        out.writeLong(id);
      }
      case Frame.Log(byte[] text) -> {
        out.writeByte(LOG);
        out.write(text);
      }
      case Frame.Progress(long done, long total) -> {
        out.writeByte(PROGRESS);
        out.writeLong(done);
        out.writeLong(total);
      }
      case Frame.Exiting(String place) -> {
        out.writeByte(EXITING);
        text(out, place);
      }
      case Frame.Ended(AttemptOutcome attemptOutcome) -> put(out, attemptOutcome);
    }
  }

  private static void put(DataOutputStream out, AttemptOutcome attemptOutcome) throws IOException {
    switch (attemptOutcome) {
      case AttemptOutcome.Succeeded(byte[] output, String variant) -> {
        out.writeByte(SUCCEEDED);
        text(out, variant);
        out.write(output);
      }
      case AttemptOutcome.Expanded(int count, byte[] keys, byte[] elements) -> {
        out.writeByte(EXPANDED);
        out.writeInt(count);
        bytes(out, keys);
        out.write(elements);
      }
      case AttemptOutcome.Failed(FailureReport failure) -> {
        out.writeByte(FAILED);
        text(out, failure.kind().name());
        text(out, failure.type());
        text(out, failure.message());
        text(out, failure.place());
        text(out, failure.stack());
        out.writeBoolean(failure.retryable());
        out.writeLong(failure.retryAfterMillis());
      }
    }
  }

  private static Frame get(DataInputStream in) throws IOException {
    byte which = in.readByte();
    return switch (which) {
      case START -> new Frame.Start(AttemptWorkJson.read(in.readAllBytes()));
      case STOP -> new Frame.Stop(in.readBoolean());
      case PING -> new Frame.Ping();
      case STORED -> new Frame.Stored(in.readLong(), in.readAllBytes());
      case UNREADABLE -> new Frame.Unreadable(in.readLong(), in.readBoolean(), text(in));
      case LEAVE -> new Frame.Leave();
      case BEGUN -> new Frame.Begun();
      case RUNNING -> new Frame.Running();
      case ASK -> new Frame.Ask(in.readLong());
      case LOG -> new Frame.Log(in.readAllBytes());
      case PROGRESS -> new Frame.Progress(in.readLong(), in.readLong());
      case EXITING -> new Frame.Exiting(text(in));
      case SUCCEEDED -> {
        String variant = text(in);
        yield new Frame.Ended(new AttemptOutcome.Succeeded(in.readAllBytes(), variant));
      }
      case EXPANDED -> new Frame.Ended(new AttemptOutcome.Expanded(in.readInt(), bytes(in), in.readAllBytes()));
      case FAILED ->
        new Frame.Ended(
            new AttemptOutcome.Failed(new FailureReport(kind(text(in)), text(in), text(in), text(in), text(in),
                in.readBoolean(), in.readLong())));
      default -> throw new IOException("Expected a known frame, but found one of kind " + which);
    };
  }

  private static FailureReport.Kind kind(String name) throws IOException {
    try {
      return FailureReport.Kind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("Expected how an attempt can end, but found '" + name + "'", e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException("Expected " + length + " more bytes in the frame, but found " + in.available());
    }
    return in.readNBytes(length);
  }
}
