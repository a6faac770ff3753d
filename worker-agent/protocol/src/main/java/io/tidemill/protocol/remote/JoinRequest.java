package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;

/// Asks for a credential.
///
/// @param token join token, which works once
/// @param agent name the agent asks for
/// @param credential secret that the agent has made and stored, so that it can ask again if the answer is lost
public record JoinRequest(String token, String agent, String credential) {
  /// The bytes of the message.
  public byte[] encode() {
    return io.tidemill.protocol.wire.JoinRequest.newBuilder()
        .setToken(token)
        .setAgent(agent)
        .setCredential(credential)
        .build()
        .toByteArray();
  }

  /// The message of the bytes.
  ///
  /// @throws MalformedException if they are none
  public static JoinRequest decode(byte[] bytes) throws MalformedException {
    try {
      io.tidemill.protocol.wire.JoinRequest wire = io.tidemill.protocol.wire.JoinRequest.parseFrom(bytes);
      return new JoinRequest(wire.getToken(), wire.getAgent(), wire.getCredential());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("JoinRequest", e);
    }
  }

  /// Without the secret.
  @Override public String toString() {
    return "JoinRequest[agent=" + agent + "]";
  }
}
