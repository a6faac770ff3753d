package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A chunk of a value or of a bundle.
///
/// @param name file name of the bundle in its first chunk, else empty
/// @param content at most [AgentMethods#PART_BYTES]
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record Chunk(String name, byte[] content) {
  /// Splits bytes into at least one chunk; the first has the name.
  public static List<byte[]> encode(String name, byte[] bytes) {
    List<byte[]> chunks = new ArrayList<>();
    int from = 0;
    do {
      int length = Math.min(AgentMethods.PART_BYTES, bytes.length - from);
      chunks.add(io.tidemill.protocol.wire.Chunk.newBuilder()
          .setName(chunks.isEmpty() ? name : "")
          .setContent(InputCodec.bytes(bytes).substring(from, from + length))
          .build()
          .toByteArray());
      from += length;
    } while (from < bytes.length);
    return chunks;
  }

  /// Decodes a chunk.
  ///
  /// @throws MalformedException if the bytes are not one
  public static Chunk decode(byte[] bytes) throws MalformedException {
    try {
      io.tidemill.protocol.wire.Chunk wire = io.tidemill.protocol.wire.Chunk.parseFrom(bytes);
      return new Chunk(wire.getName(), wire.getContent().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("Chunk", e);
    }
  }

  /// The joined content of chunks.
  public static byte[] join(List<Chunk> chunks) {
    if (chunks.size() == 1) {
      return chunks.getFirst().content();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(chunks.stream().mapToInt(c -> c.content().length).sum());
    chunks.forEach(chunk -> whole.writeBytes(chunk.content()));
    return whole.toByteArray();
  }
}
