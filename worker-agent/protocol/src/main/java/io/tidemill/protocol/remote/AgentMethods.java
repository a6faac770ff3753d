package io.tidemill.protocol.remote;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/// The methods of the service `tidemill.agent.v1.Agents`. Messages are passed as bytes; the codecs of this package
/// interpret them.
public final class AgentMethods {
  /// Name of the service.
  public static final String SERVICE = "tidemill.agent.v1.Agents";
  /// Protocol version of this program.
  public static final int PROTOCOL = 1;
  /// Oldest supported protocol version.
  public static final int OLDEST_PROTOCOL = 1;
  /// Maximum size of one message, in bytes.
  public static final int MESSAGE_BYTES = 4 << 20;
  /// Size above which a message is sent in parts, and maximum content of a part or a chunk, in bytes.
  public static final int PART_BYTES = 1 << 20;

  /// [JoinRequest] → [JoinAnswer].
  public static final MethodDescriptor<byte[], byte[]> JOIN = method("Join", MethodType.UNARY);
  /// [FromAgent] ↔ [FromScheduler].
  public static final MethodDescriptor<byte[], byte[]> SESSION = method("Session", MethodType.BIDI_STREAMING);
  /// Id of a value → [Chunk]s.
  public static final MethodDescriptor<byte[], byte[]> READ_VALUE = method("ReadValue", MethodType.SERVER_STREAMING);
  /// Hash of a bundle → [Chunk]s.
  public static final MethodDescriptor<byte[], byte[]> READ_BUNDLE = method("ReadBundle", MethodType.SERVER_STREAMING);
  /// [io.tidemill.protocol.LogChunk] → nothing.
  public static final MethodDescriptor<byte[], byte[]> SHIP_LOG = method("ShipLog", MethodType.UNARY);

  private AgentMethods() {}

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(BytesMarshaller.INSTANCE)
        .setResponseMarshaller(BytesMarshaller.INSTANCE)
        .build();
  }
}
