package io.tidemill.protocol.remote;

import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.protocol.wire.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Splits frames that are too long for one message.
final class MessageChunks {
  private MessageChunks() {}

  /// The frame itself, or frames that carry its parts.
  static List<byte[]> split(byte[] frame, Function<Part, byte[]> framed) {
    if (frame.length <= AgentMethods.PART_BYTES) {
      return List.of(frame);
    }
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < frame.length; from += AgentMethods.PART_BYTES) {
      int length = Math.min(AgentMethods.PART_BYTES, frame.length - from);
      frames.add(framed.apply(Part.newBuilder()
          .setNumber(frames.size())
          .setTotal(frame.length)
          .setContent(UnsafeByteOperations.unsafeWrap(frame, from, length))
          .build()));
    }
    return frames;
  }
}
