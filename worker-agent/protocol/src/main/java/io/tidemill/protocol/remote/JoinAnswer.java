package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;

/// Gives a credential to an agent.
///
/// @param agent name the agent must use
/// @param credential secret that the agent keeps
public record JoinAnswer(String agent, String credential) {
  /// The bytes of the message.
  public byte[] encode() {
    return io.tidemill.protocol.wire.JoinAnswer.newBuilder()
        .setAgent(agent)
        .setCredential(credential)
        .build()
        .toByteArray();
  }

  /// The message of the bytes.
  ///
  /// @throws MalformedException if they are none
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
