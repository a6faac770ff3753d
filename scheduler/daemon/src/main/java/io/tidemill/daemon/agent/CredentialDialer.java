package io.tidemill.daemon.agent;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.tidemill.agent.remote.Dialer;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.daemon.tls.AgentTls;
import org.jspecify.annotations.Nullable;

/// Reaches the scheduler with what proves who the agent is. Certificates are read again for every connection, so that replaced
/// files hold from the next one on.
///
/// @param secret null where the certificate says who the agent is
record CredentialDialer(ServerAddress server, AgentTls tls, @Nullable String secret) implements Dialer {
  @Override public ManagedChannel dial() {
    return netty().dial();
  }

  @Override public @Nullable CallCredentials credentials() {
    return netty().credentials();
  }

  private NettyDialer netty() {
    return new NettyDialer(server.host(), server.port(), tls.credentials(server.host()), secret);
  }

  /// Without the secret.
  @Override public String toString() {
    return "CredentialDialer[server=" + server + "]";
  }
}
