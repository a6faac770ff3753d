package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;

/// The answer to a successful join.
///
/// @param agent name the agent must use
/// @param credential secret that the agent keeps
public record JoinAnswer(String agent, String credential) {
  /// Encodes the message.
  public byte[] encode() {
    return io.tidemill.protocol.wire.JoinAnswer.newBuilder()
        .setAgent(agent)
        .setCredential(credential)
        .build()
        .toByteArray();
  }

  /// Decodes the message.
  ///
  /// @throws MalformedException if the bytes are not one
  public static JoinAnswer decode(byte[] bytes) throws MalformedException {
    try {
      io.tidemill.protocol.wire.JoinAnswer wire = io.tidemill.protocol.wire.JoinAnswer.parseFrom(bytes);
      return new JoinAnswer(wire.getAgent(), wire.getCredential());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("JoinAnswer", e);
    }
  }

  /// Without the secret.
  @Override public String toString() {
    return "JoinAnswer[agent=" + agent + "]";
  }
}
