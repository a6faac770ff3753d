package io.tidemill.gateway.remote;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tidemill.gateway.Gateway;
import io.tidemill.protocol.remote.AgentMethods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The server for agents of other processes.
public final class AgentServer implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 20;
  private static final int MAX_WAITING_READS = 10_000;

  private final Server server;
  private final ThreadPoolExecutor sessions;
  private final ThreadPoolExecutor readers;

  private AgentServer(Server server, ThreadPoolExecutor sessions, ThreadPoolExecutor readers) {
    this.server = server;
    this.sessions = sessions;
    this.readers = readers;
  }

  /// Starts listening.
  ///
  /// @throws IOException if the address cannot be used
  public static AgentServer start(AgentServerConfig config, Gateway gateway, AgentAuthenticator agentAuthenticator)
      throws IOException {
    AgentServerLimits limits = config.limits();
    ThreadPoolExecutor sessions = threads("tidemill-agents-", Math.max(2, Runtime.getRuntime().availableProcessors()),
        Integer.MAX_VALUE);
    ThreadPoolExecutor readers = threads("tidemill-agents-read-", limits.readers(), MAX_WAITING_READS);
    Server server = NettyServerBuilder
        .forAddress(new InetSocketAddress(config.host(), config.port()),
            config.credentials() == null ? InsecureServerCredentials.create() : config.credentials())
        .directExecutor()
        .maxInboundMessageSize(AgentMethods.MESSAGE_BYTES)
        .maxConcurrentCallsPerConnection(limits.calls())
        .initialFlowControlWindow(WINDOW_BYTES)
        .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .intercept(new CallAuthenticator(agentAuthenticator))
        .addService(service(gateway, agentAuthenticator, limits, sessions, readers))
        .build();
    try {
      server.start();
    } catch (IOException e) {
      sessions.shutdownNow();
      readers.shutdownNow();
      throw new IOException("Expected to listen for agents at " + config.host() + ":" + config.port() + ", but "
          + e.getMessage(), e);
    }
    return new AgentServer(server, sessions, readers);
  }

  private static ServerServiceDefinition service(Gateway gateway, AgentAuthenticator agentAuthenticator,
      AgentServerLimits limits,
      Executor sessions, Executor readers) {
    ReadCalls reads = new ReadCalls(gateway, readers);
    return ServerServiceDefinition.builder(AgentMethods.SERVICE)
        .addMethod(AgentMethods.JOIN, ServerCalls.asyncUnaryCall(new JoinCalls(agentAuthenticator, readers)))
        .addMethod(AgentMethods.SESSION,
            ServerCalls.asyncBidiStreamingCall(answers -> session(answers, gateway, sessions, limits)))
        .addMethod(AgentMethods.READ_VALUE, ServerCalls.asyncServerStreamingCall(reads::value))
        .addMethod(AgentMethods.READ_BUNDLE, ServerCalls.asyncServerStreamingCall(reads::bundle))
        .addMethod(AgentMethods.SHIP_LOG, ServerCalls.asyncUnaryCall(reads::log))
        .build();
  }

  private static StreamObserver<byte[]> session(StreamObserver<byte[]> answers, Gateway gateway, Executor threads,
      AgentServerLimits limits) {
    return new SessionCall(CallAuthenticator.AGENT.get(), CallAuthenticator.ADDRESS.get(), gateway,
        (ServerCallStreamObserver<byte[]>) answers, threads, limits);
  }

  private static ThreadPoolExecutor threads(String name, int most, int waiting) {
    ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(waiting),
        Thread.ofPlatform().name(name, 0).daemon().inheritInheritableThreadLocals(false).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /// Port it listens at.
  public int port() {
    return server.getPort();
  }

  /// Ends all sessions and stops listening. Agents retry until a scheduler is back.
  @Override public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
      sessions.shutdown();
      readers.shutdown();
      sessions.awaitTermination(5, TimeUnit.SECONDS);
      readers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
