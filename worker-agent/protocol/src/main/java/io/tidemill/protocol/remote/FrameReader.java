package io.tidemill.protocol.remote;

import com.google.protobuf.ByteString;
import io.tidemill.protocol.wire.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the frames of one session and joins parts; short messages may come between them. Buffers at most one message. Not safe
/// for use by several threads.
///
/// @param <M> the messages
public abstract class FrameReader<M> {
  private final long maxBytes;
  private final List<ByteString> parts = new ArrayList<>();
  private long expected;
  private long collected;

  FrameReader(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Reads the next frame.
  ///
  /// @return the completed message, null if parts are missing
  /// @throws MalformedException if it is not a message, or longer than allowed
  public final @Nullable M read(byte[] frame) throws MalformedException {
    Content<M> content = parse(frame);
    Part part = content.part();
    if (part == null) {
      return content.message();
    }
    add(part);
    if (collected < expected) {
      return null;
    }
    byte[] whole = new byte[(int) expected];
    int at = 0;
    for (ByteString each : parts) {
      each.copyTo(whole, at);
      at += each.size();
    }
    parts.clear();
    collected = 0;
    Content<M> complete = parse(whole);
    if (complete.part() != null) {
      throw new MalformedException("Expected a message in parts, but found a part in parts");
    }
    return complete.message();
  }

  private void add(Part part) throws MalformedException {
    if (part.getNumber() != parts.size() || part.getContent().isEmpty()) {
      throw new MalformedException("Expected part " + parts.size() + " of a message, but found part " + part.getNumber()
          + " of " + part.getContent().size() + " bytes");
    }
    if (parts.isEmpty()) {
      expected = part.getTotal();
      if (expected < 1 || expected > Math.min(maxBytes, Integer.MAX_VALUE - 8)) {
        throw new MalformedException("Expected a message of at most " + maxBytes + " bytes, but found one of "
            + expected);
      }
    }
    if (part.getTotal() != expected || collected + part.getContent().size() > expected) {
      throw new MalformedException("Expected a message of " + expected + " bytes, but its parts are longer");
    }
    parts.add(part.getContent());
    collected += part.getContent().size();
  }

  /// The content of a frame.
  abstract Content<M> parse(byte[] frame) throws MalformedException;

  /// A message or a part of one.
  record Content<M>(@Nullable M message, @Nullable Part part) {
    static <M> Content<M> message(M message) {
      return new Content<>(message, null);
    }

    static <M> Content<M> part(Part part) {
      return new Content<>(null, part);
    }
  }
}
