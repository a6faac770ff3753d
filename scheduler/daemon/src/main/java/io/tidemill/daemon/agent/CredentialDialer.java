package io.tidemill.daemon.agent;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.tidemill.agent.remote.Dialer;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.daemon.tls.AgentTls;
import org.jspecify.annotations.Nullable;

/// Connects to the scheduler with the credential or certificate of the agent. Certificates are read again for every connection,
/// so that replaced files take effect with the next one.
///
/// @param secret null if the certificate identifies the agent
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
