package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.FromSchedulerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A scheduler that does not keep to the protocol.
class BadSchedulerTest {
  private static final FromScheduler WELCOME = new FromScheduler.Welcome(AgentMethods.PROTOCOL,
      TestCluster.LIMITS.cutOff().toMillis(), "", false);
  private static final FromScheduler RELEASE = new FromScheduler.Release(List.of(new AttemptKey(1, 1, 0, 1, 1)));

  private final AtomicInteger sessions = new AtomicInteger();

  /// Says something as soon as an agent has said hello, and in its second session the welcome before it.
  private final class Session implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> agent;
    private boolean greeted;

    Session(StreamObserver<byte[]> agent) {
      this.agent = agent;
    }

    @Override public void onNext(byte[] frame) {
      if (!greeted) {
        greeted = true;
        if (sessions.incrementAndGet() > 1) {
          say(WELCOME);
        }
        say(RELEASE);
      }
    }

    private void say(FromScheduler message) {
      FromSchedulerCodec.encode(message).forEach(agent::onNext);
    }

    @Override public void onError(Throwable cause) {
      // The agent has ended the session.
    }

    @Override public void onCompleted() {
      // The agent has ended the session.
    }
  }

  @Test void what_comes_before_the_welcome_ends_the_session_and_the_agent_connects_again() throws Exception {
    Server server = NettyServerBuilder
        .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
        .addService(ServerServiceDefinition.builder(AgentMethods.SERVICE)
            .addMethod(AgentMethods.SESSION, ServerCalls.asyncBidiStreamingCall(Session::new))
            .build())
        .build()
        .start();
    try (TestAgent agent = new TestAgent("one", 1, 4, server.getPort(), "secret-one").start()) {
      await(() -> !agent.takenBack.isEmpty());
      assertThat(sessions).hasValue(2);
      assertThat(agent.opened).hasValue(1);
      assertThat(agent.takenBack).hasSize(1);
    } finally {
      server.shutdownNow();
    }
  }
}
