package io.tidemill.gateway.remote;

import io.grpc.ServerCredentials;
import org.jspecify.annotations.Nullable;

/// Configuration of the listener for agents.
///
/// @param host address to listen at
/// @param port port to listen at, 0 for a free one
/// @param credentials TLS credentials; null: plain text, for the loopback interface and for tests
/// @param limits limits of the listener
public record AgentServerConfig(String host, int port, @Nullable ServerCredentials credentials,
    AgentServerLimits limits) {
  /// A server with the default limits.
  public AgentServerConfig(String host, int port, @Nullable ServerCredentials credentials) {
    this(host, port, credentials, AgentServerLimits.DEFAULT);
  }
}
