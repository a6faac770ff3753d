package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;

/// Request for a credential.
///
/// @param token join token, which works once
/// @param agent name the agent requests
/// @param credential secret generated and stored by the agent, so that it can repeat the request if the answer is lost
public record JoinRequest(String token, String agent, String credential) {
  /// Encodes the message.
  public byte[] encode() {
    return io.tidemill.protocol.wire.JoinRequest.newBuilder()
        .setToken(token)
        .setAgent(agent)
        .setCredential(credential)
        .build()
        .toByteArray();
  }

  /// Decodes the message.
  ///
  /// @throws MalformedException if the bytes are not one
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
