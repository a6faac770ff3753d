package io.tidemill.gateway.remote;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FrameReader;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromAgentCodec;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.FromSchedulerCodec;
import io.tidemill.protocol.remote.MalformedException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One session of an agent that does what no good agent does. It reads only when it is told to.
final class RawAgent implements ClientResponseObserver<byte[], byte[]>, AutoCloseable {
  final AgentHello hello;
  /// What the scheduler has said.
  final List<FromScheduler> heard = new CopyOnWriteArrayList<>();
  /// How the session has ended.
  final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final FrameReader<FromScheduler> reader = FromSchedulerCodec.reader(1 << 20);
  private final ManagedChannel channel;
  private @Nullable ClientCallStreamObserver<byte[]> call;

  RawAgent(AgentHello hello, int port) {
    this.hello = hello;
    NettyDialer dialer = new NettyDialer("127.0.0.1", port, null, "secret-" + hello.name());
    channel = dialer.dial();
    var _ = ClientCalls.asyncBidiStreamingCall(
        channel.newCall(AgentMethods.SESSION, CallOptions.DEFAULT.withCallCredentials(dialer.credentials())), this);
  }

  static AgentHello hello(String name, long incarnation, int slots) {
    return new AgentHello(name, incarnation, slots, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0);
  }

  private ClientCallStreamObserver<byte[]> call() {
    return Objects.requireNonNull(call);
  }

  RawAgent hello(int protocol, long clock) {
    say(new FromAgent.Hello(protocol, hello, List.of(), true, clock));
    return this;
  }

  void say(FromAgent message) {
    FromAgentCodec.encode(message).forEach(call()::onNext);
  }

  /// Reads from now on.
  RawAgent read() {
    call().request(Integer.MAX_VALUE);
    return this;
  }

  @Override public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(0);
  }

  @Override public void onNext(byte[] frame) {
    try {
      FromScheduler message = reader.read(frame);
      if (message != null) {
        heard.add(message);
        TestSignals.happened();
      }
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override public void onError(Throwable cause) {
    ended.complete(Status.fromThrowable(cause));
  }

  @Override public void onCompleted() {
    ended.complete(Status.OK);
  }

  @Override public void close() {
    channel.shutdownNow();
  }
}
