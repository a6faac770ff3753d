package io.tidemill.protocol.remote;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Passes the bytes of messages unchanged.
final class BytesMarshaller implements Marshaller<byte[]> {
  static final BytesMarshaller INSTANCE = new BytesMarshaller();

  private BytesMarshaller() {}

  @Override public InputStream stream(byte[] message) {
    return new Outgoing(message);
  }

  @Override public byte[] parse(InputStream stream) {
    try {
      if (stream instanceof KnownLength) {
        byte[] message = new byte[stream.available()];
        if (stream.readNBytes(message, 0, message.length) < message.length) {
          throw new EOFException();
        }
        return message;
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw Status.INTERNAL.withDescription("Expected a complete message, but it is truncated")
          .withCause(e)
          .asRuntimeException();
    }
  }

  /// Declares its length, so that the transport allocates a buffer of the right size.
  private static final class Outgoing extends ByteArrayInputStream implements KnownLength, Drainable {
    Outgoing(byte[] message) {
      super(message);
    }

    @Override public synchronized int drainTo(OutputStream target) throws IOException {
      int left = count - pos;
      target.write(buf, pos, left);
      pos = count;
      return left;
    }
  }
}
