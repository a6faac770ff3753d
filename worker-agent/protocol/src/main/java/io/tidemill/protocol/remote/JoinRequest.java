package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;

/// Asks for a credential.
///
/// @param token join token, which works once
/// @param agent name the agent asks for
public record JoinRequest(String token, String agent) {
  /// The bytes of the message.
  public byte[] encode() {
    return io.tidemill.protocol.wire.JoinRequest.newBuilder().setToken(token).setAgent(agent).build().toByteArray();
  }

  /// The message of the bytes.
  ///
  /// @throws MalformedException if they are none
  public static JoinRequest decode(byte[] bytes) throws MalformedException {
    try {
      io.tidemill.protocol.wire.JoinRequest wire = io.tidemill.protocol.wire.JoinRequest.parseFrom(bytes);
      return new JoinRequest(wire.getToken(), wire.getAgent());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("JoinRequest", e);
    }
  }

  /// Without the secret.
  @Override public String toString() {
    return "JoinRequest[agent=" + agent + "]";
  }
}
