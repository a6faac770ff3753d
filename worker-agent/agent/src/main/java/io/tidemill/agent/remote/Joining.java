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

  /// Makes the agent known to the scheduler by its credential. Blocks. The token is used up even if the answer is lost, but
  /// good for asking again with the same name and credential.
  ///
  /// @param credential secret of 256 bits that the agent has made and stored
  /// @param atMost how long to wait for the scheduler
  /// @throws JoinRefusedException if the scheduler refuses for good
  /// @throws IOException if it cannot be reached or says to come later
  public static JoinAnswer join(Dialer dialer, String token, String agent, String credential, Duration atMost)
      throws IOException {
    ManagedChannel channel = dialer.dial();
    try {
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return JoinAnswer.decode(ClientCalls.blockingUnaryCall(channel, AgentMethods.JOIN, options,
          new JoinRequest(token, agent, credential).encode()));
    } catch (StatusRuntimeException e) {
      String said = e.getStatus().getDescription();
      switch (e.getStatus().getCode()) {
        case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT -> throw new JoinRefusedException(
            said == null ? "The scheduler refused agent '" + agent + "'" : said);
        default -> {
          // told below
        }
      }
      throw new IOException("Expected to join as agent '" + agent + "', but " + e.getStatus().getCode()
          + (said == null ? "" : ": " + said), e);
    } finally {
      channel.shutdownNow();
    }
  }
}
