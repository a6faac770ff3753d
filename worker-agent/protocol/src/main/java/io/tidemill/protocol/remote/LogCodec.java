package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.wire.LogPiece;
import io.tidemill.protocol.wire.LogStored;

/// Codec of log chunks.
public final class LogCodec {
  /// The answer to a stored chunk.
  public static final byte[] STORED = LogStored.getDefaultInstance().toByteArray();

  private LogCodec() {}

  /// Encodes a chunk.
  public static byte[] encode(LogChunk chunk) {
    return LogPiece.newBuilder()
        .setAttempt(IdentityCodec.wire(chunk.key()))
        .setShard(chunk.shard())
        .setSequence(chunk.sequence())
        .setText(InputCodec.bytes(chunk.text()))
        .build()
        .toByteArray();
  }

  /// Decodes a chunk.
  ///
  /// @throws MalformedException if the bytes are not one, or longer than allowed
  public static LogChunk decode(byte[] bytes) throws MalformedException {
    try {
      LogPiece wire = LogPiece.parseFrom(bytes);
      if (wire.getText().size() > AgentMethods.PART_BYTES) {
        throw new MalformedException("Expected a log chunk of at most " + AgentMethods.PART_BYTES
            + " bytes, but found " + wire.getText().size());
      }
      return new LogChunk(IdentityCodec.key(wire.getAttempt()), wire.getShard(), wire.getSequence(),
          wire.getText().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("LogPiece", e);
    }
  }
}
