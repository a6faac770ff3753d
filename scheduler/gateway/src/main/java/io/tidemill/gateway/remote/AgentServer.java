package io.tidemill.gateway.remote;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.tidemill.gateway.Gateway;
import io.tidemill.protocol.remote.AgentMethods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// The server that agents on other machines connect to.
public final class AgentServer implements AutoCloseable {
  private final Server server;

  private AgentServer(Server server) {
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the address cannot be used
  public static AgentServer start(AgentServerConfig config, Gateway gateway, Admission admission) throws IOException {
    AgentServerLimits limits = config.limits();
    ServerServiceDefinition service = ServerServiceDefinition.builder(AgentMethods.SERVICE)
        .addMethod(AgentMethods.JOIN, ServerCalls.asyncUnaryCall(new JoinCalls(admission)))
        .build();
    Server server = NettyServerBuilder
        .forAddress(new InetSocketAddress(config.host(), config.port()),
            config.credentials() == null ? InsecureServerCredentials.create() : config.credentials())
        .maxInboundMessageSize(AgentMethods.MESSAGE_BYTES)
        .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addService(service)
        .build()
        .start();
    return new AgentServer(server);
  }

  /// Port it listens at.
  public int port() {
    return server.getPort();
  }

  /// Ends all sessions and stops listening. Agents try again until a scheduler is back.
  @Override public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
