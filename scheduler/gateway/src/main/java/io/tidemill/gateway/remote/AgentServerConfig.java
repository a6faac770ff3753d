package io.tidemill.gateway.remote;

import io.grpc.ServerCredentials;
import org.jspecify.annotations.Nullable;

/// Where agents connect.
///
/// @param host address to listen at
/// @param port port to listen at, 0 for a free one
/// @param credentials certificate and what is asked of clients; null: plain text, for the loopback interface and for tests
/// @param limits what is bounded
public record AgentServerConfig(String host, int port, @Nullable ServerCredentials credentials,
    AgentServerLimits limits) {
  /// A server with the default limits.
  public AgentServerConfig(String host, int port, @Nullable ServerCredentials credentials) {
    this(host, port, credentials, AgentServerLimits.DEFAULT);
  }
}
