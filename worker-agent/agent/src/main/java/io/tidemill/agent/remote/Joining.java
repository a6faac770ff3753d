package io.tidemill.agent.remote;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.JoinAnswer;
import io.tidemill.protocol.remote.JoinRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Exchanges a join token for a credential, once in the life of an agent.
public final class Joining {
  private Joining() {}

  /// Asks the scheduler for a credential. Blocks. The token is used up even if the answer is lost.
  ///
  /// @param atMost how long to wait for the scheduler
  /// @throws IOException if the scheduler refuses or cannot be reached; the message says which
  public static JoinAnswer join(Dialer dialer, String token, String agent, Duration atMost) throws IOException {
    ManagedChannel channel = dialer.dial();
    try {
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS)
          .withWaitForReady();
      return JoinAnswer.decode(ClientCalls.blockingUnaryCall(channel, AgentMethods.JOIN, options,
          new JoinRequest(token, agent).encode()));
    } catch (StatusRuntimeException e) {
      String said = e.getStatus().getDescription();
      throw new IOException("Expected to join as agent '" + agent + "', but " + e.getStatus().getCode()
          + (said == null ? "" : ": " + said), e);
    } finally {
      channel.shutdownNow();
    }
  }
}
