package io.tidemill.gateway.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidemill.gateway.AgentConnection;
import io.tidemill.gateway.Gateway;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.remote.Chunk;
import io.tidemill.protocol.remote.LogCodec;
import io.tidemill.protocol.remote.Reads;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Values, bundles and logs of agents: what needs the database, on a few threads of its own.
final class ReadCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ReadCalls.class);

  private final AgentConnection connection;
  private final Executor threads;

  /// @param threads what may wait for the database
  ReadCalls(Gateway gateway, Executor threads) {
    connection = gateway.connect("", () -> {});
    this.threads = threads;
  }

  private interface Action {
    void run() throws IOException;
  }

  void value(byte[] request, StreamObserver<byte[]> caller) {
    ChunkSender sender = new ChunkSender((ServerCallStreamObserver<byte[]>) caller);
    run(caller, () -> sender.send(Chunk.encode("", connection.value(Reads.value(request)))));
  }

  void bundle(byte[] request, StreamObserver<byte[]> caller) {
    ChunkSender sender = new ChunkSender((ServerCallStreamObserver<byte[]>) caller);
    run(caller, () -> {
      BundleFile bundle = connection.bundle(Reads.bundle(request));
      sender.send(Chunk.encode(bundle.name(), bundle.content()));
    });
  }

  void log(byte[] request, StreamObserver<byte[]> caller) {
    run(caller, () -> {
      LogChunk chunk = LogCodec.decode(request);
      connection.log(chunk);
      caller.onNext(LogCodec.STORED);
      caller.onCompleted();
    });
  }

  private void run(StreamObserver<byte[]> caller, Action action) {
    ServerCallStreamObserver<byte[]> call = (ServerCallStreamObserver<byte[]>) caller;
    threads.execute(() -> {
      if (call.isCancelled()) {
        return;
      }
      try {
        action.run();
      } catch (IOException e) {
        caller.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asException());
      } catch (RuntimeException e) {
        LOG.warn("Expected to read or store something for an agent, but it failed", e);
        caller.onError(Status.UNAVAILABLE.withDescription("The scheduler cannot do it now").asException());
      }
    });
  }
}
