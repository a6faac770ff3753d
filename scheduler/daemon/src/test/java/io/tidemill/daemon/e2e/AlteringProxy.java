package io.tidemill.daemon.e2e;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FrameReader;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromAgentCodec;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.FromSchedulerCodec;
import io.tidemill.protocol.remote.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stands between agents and a scheduler, understands what they say, and passes on what a test makes of it: another clock,
/// another version, something twice, a bundle that was changed on its way. Passes everything on as it is unless a method is
/// overridden; methods are called by several threads.
class AlteringProxy implements AutoCloseable {
  private static final long LONGEST = 128L << 20;
  private static final int MOST_REQUESTS = Integer.MAX_VALUE;

  private final Server server;
  private final ManagedChannel scheduler;

  /// @param target port on this machine at which the scheduler listens for agents
  AlteringProxy(int target) throws IOException {
    scheduler = new NettyDialer("127.0.0.1", target, null, null).dial();
    server = NettyServerBuilder
        .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
        .maxInboundMessageSize(AgentMethods.MESSAGE_BYTES)
        .addService(ServerServiceDefinition.builder(AgentMethods.SERVICE)
            .addMethod(AgentMethods.JOIN, between(AgentMethods.JOIN, Alteration.NONE, Alteration.NONE))
            .addMethod(AgentMethods.SESSION, this::session)
            .addMethod(AgentMethods.READ_VALUE, between(AgentMethods.READ_VALUE, Alteration.NONE, Alteration.NONE))
            .addMethod(AgentMethods.READ_BUNDLE, between(AgentMethods.READ_BUNDLE, Alteration.NONE, this::bundle))
            .addMethod(AgentMethods.SHIP_LOG, between(AgentMethods.SHIP_LOG, Alteration.NONE, Alteration.NONE))
            .build())
        .build()
        .start();
  }

  /// What becomes of a message, in bytes.
  private interface Alteration {
    Alteration NONE = List::of;

    List<byte[]> of(byte[] frame);
  }

  /// What the scheduler hears when an agent says something.
  List<FromAgent> said(FromAgent message) {
    return List.of(message);
  }

  /// What an agent hears when the scheduler says something.
  List<FromScheduler> told(FromScheduler message) {
    return List.of(message);
  }

  /// What an agent gets when it reads a piece of a bundle.
  List<byte[]> bundle(byte[] chunk) {
    return List.of(chunk);
  }

  /// The port it listens at.
  int port() {
    return server.getPort();
  }

  private ServerCall.Listener<byte[]> session(ServerCall<byte[], byte[]> call, Metadata headers) {
    return between(AgentMethods.SESSION,
        frames(FromAgentCodec.reader(LONGEST), this::said, FromAgentCodec::encode),
        frames(FromSchedulerCodec.reader(LONGEST), this::told, FromSchedulerCodec::encode)).startCall(call, headers);
  }

  private static <M> Alteration frames(FrameReader<M> reader, Function<M, List<M>> alter,
      Function<M, List<byte[]>> encode) {
    return frame -> {
      M message;
      try {
        message = reader.read(frame);
      } catch (MalformedException e) {
        throw new IllegalStateException(e);
      }
      List<byte[]> frames = new ArrayList<>();
      if (message != null) {
        alter.apply(message).forEach(each -> frames.addAll(encode.apply(each)));
      }
      return frames;
    };
  }

  private ServerCallHandler<byte[], byte[]> between(MethodDescriptor<byte[], byte[]> method, Alteration request,
      Alteration answer) {
    return (call, headers) -> {
      ClientCall<byte[], byte[]> on = scheduler.newCall(method, CallOptions.DEFAULT);
      on.start(new Back(call, answer), headers);
      on.request(MOST_REQUESTS);
      call.request(MOST_REQUESTS);
      return new Forth(on, request);
    };
  }

  /// From the agent to the scheduler.
  private static final class Forth extends ServerCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> to;
    private final Alteration alteration;

    Forth(ClientCall<byte[], byte[]> to, Alteration alteration) {
      this.to = to;
      this.alteration = alteration;
    }

    @Override public void onMessage(byte[] frame) {
      alteration.of(frame).forEach(to::sendMessage);
    }

    @Override public void onHalfClose() {
      to.halfClose();
    }

    @Override public void onCancel() {
      to.cancel("The agent has gone", null);
    }
  }

  /// From the scheduler to the agent.
  private static final class Back extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> to;
    private final Alteration alteration;
    private boolean begun;

    Back(ServerCall<byte[], byte[]> to, Alteration alteration) {
      this.to = to;
      this.alteration = alteration;
    }

    @Override public void onHeaders(Metadata headers) {
      begun = true;
      to.sendHeaders(headers);
    }

    @Override public void onMessage(byte[] frame) {
      alteration.of(frame).forEach(to::sendMessage);
    }

    @Override public void onClose(Status status, @Nullable Metadata trailers) {
      if (!begun && status.isOk()) {
        to.sendHeaders(new Metadata());
      }
      to.close(status, trailers == null ? new Metadata() : trailers);
    }
  }

  @Override public void close() {
    server.shutdownNow();
    scheduler.shutdownNow();
  }
}
