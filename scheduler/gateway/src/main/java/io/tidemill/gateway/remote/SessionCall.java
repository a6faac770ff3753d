package io.tidemill.gateway.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidemill.gateway.AgentConnection;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.SessionRefusedException;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FrameReader;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromAgentCodec;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.FromSchedulerCodec;
import io.tidemill.protocol.remote.MalformedException;
import io.tidemill.protocol.remote.SendQueue;
import io.tidemill.protocol.remote.Sizes;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session of an agent over the network. Frames are read on a network thread: heartbeats are answered there,
/// everything that may wait for a partition continues in order on other threads.
final class SessionCall implements StreamObserver<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(SessionCall.class);

  private final String identity;
  private final ServerCallStreamObserver<byte[]> call;
  private final SendQueue<FromScheduler> sendQueue;
  private final NetworkAgent agent;
  private final FrameReader<FromAgent> reader;
  private final SerialExecutor serialExecutor;
  private final AgentConnection connection;
  private boolean greeted;
  private volatile boolean open;

  /// @param identity name of the agent by its credential or certificate
  /// @param address its network address, for people
  SessionCall(String identity, String address, Gateway gateway, ServerCallStreamObserver<byte[]> call, Executor threads,
      AgentServerLimits limits) {
    this.identity = identity;
    this.call = call;
    sendQueue = new SendQueue<>(call, FromSchedulerCodec::encode, NetworkAgent::size, limits.outboundBytes(),
        this::overflow);
    agent = new NetworkAgent(sendQueue, limits.cutOff().toMillis(), gateway.schedulers().self(),
        gateway::isNoting);
    reader = FromAgentCodec.reader(limits.inboundBytes());
    serialExecutor = new SerialExecutor(threads, limits.inboundBytes());
    connection = gateway.connect(address,
        () -> close(Status.ABORTED.withDescription("Another session of this agent has begun")));
    call.setOnReadyHandler(sendQueue::ready);
    call.setOnCancelHandler(this::ended);
  }

  @Override public void onNext(byte[] frame) {
    try {
      FromAgent message = reader.read(frame);
      if (message != null) {
        take(message);
      }
    } catch (MalformedException e) {
      close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    }
  }

  private void take(FromAgent message) throws MalformedException {
    if (greeted == message instanceof FromAgent.Hello) {
      throw new MalformedException("Expected a hello first, and only once, but found "
          + message.getClass().getSimpleName());
    }
    switch (message) {
      case FromAgent.Hello hello -> {
        greeted = true;
        later(hello.held().size() * 64L, () -> hello(hello));
      }
      case FromAgent.Heartbeat(long number, long clock) -> {
        connection.heard(clock);
        agent.answer(number);
      }
      case FromAgent.Reports reports -> {
        long size = reports.reports().stream().mapToLong(Sizes::of).sum();
        later(size, () -> connection.report(reports.batch(), reports.reports()));
      }
      case FromAgent.Progress progress ->
        connection.progress(progress.key(), progress.shard(), progress.done(), progress.total());
      case FromAgent.PredecessorLost(long incarnation) -> later(64,
          () -> connection.predecessorLost(incarnation,
              () -> sendQueue.send(new FromScheduler.PredecessorLostNoted(incarnation))));
      case FromAgent.Draining() -> later(64, connection::draining);
      case FromAgent.Serving() -> later(64, connection::serving);
      case FromAgent.Inventory inventory -> later(inventory.held().size() * 64L,
          () -> agent.answered(inventory.question(), inventory.held()));
      case FromAgent.Disconnect() -> later(64, () -> {
        connection.disconnect();
        sendQueue.close(call::onCompleted);
      });
    }
  }

  private void later(long bytes, Runnable action) {
    boolean taken = serialExecutor.run(bytes, () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("The session of agent '{}' ends because a message failed", identity, e);
        close(Status.INTERNAL
            .withDescription("Expected to process a message, but it failed; see the log of the scheduler"));
      }
    });
    if (!taken) {
      close(Status.RESOURCE_EXHAUSTED
          .withDescription("Expected reports no faster than the scheduler can take them, but too many wait"));
    }
  }

  private void hello(FromAgent.Hello message) {
    AgentHello hello = message.hello();
    if (message.protocol() < AgentMethods.OLDEST_PROTOCOL || message.protocol() > AgentMethods.PROTOCOL) {
      close(Status.FAILED_PRECONDITION.withDescription("Expected an agent that speaks version "
          + AgentMethods.OLDEST_PROTOCOL + " to " + AgentMethods.PROTOCOL + " of the protocol, but found "
          + message.protocol() + "; update "
          + (message.protocol() > AgentMethods.PROTOCOL ? "the scheduler" : "the agent")
          + " first"));
      return;
    }
    if (!hello.name().equals(identity)) {
      close(Status.PERMISSION_DENIED
          .withDescription("Expected agent '" + identity + "', the owner of the credential, but"
              + " found the name '" + hello.name() + "'"));
      return;
    }
    if (message.severalSchedulers()) {
      connection.keepsSeveral();
    }
    try {
      connection.open(hello, !message.first(), message.held(), agent, agent);
    } catch (SessionRefusedException e) {
      close(Status.ALREADY_EXISTS.withDescription(e.getMessage()));
      return;
    }
    connection.heard(message.clock());
    open = true;
    LOG.info("Agent '{}' is connected", identity);
    if (call.isCancelled()) {
      connection.interrupted();
    }
  }

  private void overflow() {
    LOG.warn("Agent '{}' does not read its messages; its session is closed", identity);
    call.onError(
        Status.RESOURCE_EXHAUSTED.withDescription("Expected an agent that reads its messages, but too many wait")
            .asException());
    ended();
  }

  private void close(Status status) {
    sendQueue.close(() -> call.onError(status.asException()));
    ended();
  }

  @Override public void onError(Throwable cause) {
    ended();
  }

  @Override public void onCompleted() {
    sendQueue.close(call::onCompleted);
    ended();
  }

  /// Ends the connection after earlier messages were processed.
  private void ended() {
    sendQueue.close();
    if (greeted || open) {
      serialExecutor.run(0, connection::interrupted);
    }
  }
}
