package io.tidemill.gateway.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidemill.gateway.AgentAuthorization;
import io.tidemill.gateway.AgentConnection;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.SessionRefusedException;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.remote.Chunk;
import io.tidemill.protocol.remote.LogCodec;
import io.tidemill.protocol.remote.Reads;
import io.tidemill.runtime.RepeatedWarning;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves values and bundles to agents, and stores their logs, on a few threads that may wait for the database.
final class ReadCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ReadCalls.class);

  private final RepeatedWarning failures = new RepeatedWarning(LOG);
  private final RepeatedWarning refusals = new RepeatedWarning(LOG);
  private final AgentConnection connection;
  private final AgentAuthorization rights;
  private final Executor threads;

  /// @param threads for work that may wait for the database
  ReadCalls(Gateway gateway, Executor threads) {
    connection = gateway.connect("", () -> {});
    rights = new AgentAuthorization(gateway);
    this.threads = threads;
  }

  private interface Action {
    void run() throws IOException;
  }

  void value(byte[] request, StreamObserver<byte[]> caller) {
    ChunkSender sender = new ChunkSender((ServerCallStreamObserver<byte[]>) caller);
    String agent = CallAuthenticator.AGENT.get();
    run(caller, () -> {
      long id = Reads.value(request);
      if (!rights.mayReadValue(agent, id)) {
        throw new SessionRefusedException("Expected a value named by work of agent '" + agent + "', but found " + id
            + "; an agent may read values only while it has the work");
      }
      sender.send(Chunk.encode("", connection.value(id)));
    });
  }

  void bundle(byte[] request, StreamObserver<byte[]> caller) {
    ChunkSender sender = new ChunkSender((ServerCallStreamObserver<byte[]>) caller);
    String agent = CallAuthenticator.AGENT.get();
    run(caller, () -> {
      String hash = Reads.bundle(request);
      if (!rights.mayReadBundle(agent, hash)) {
        throw new SessionRefusedException(
            "Expected a bundle that work of agent '" + agent + "' needs, but found " + hash
                + "; an agent may read bundles only while it has the work");
      }
      BundleFile bundle = connection.bundle(hash);
      sender.send(Chunk.encode(bundle.name(), bundle.content()));
    });
  }

  void log(byte[] request, StreamObserver<byte[]> caller) {
    String agent = CallAuthenticator.AGENT.get();
    run(caller, () -> {
      LogChunk chunk = LogCodec.decode(request);
      if (!rights.mayLog(agent, chunk.key())) {
        throw new SessionRefusedException(
            "Expected a log chunk of an attempt that agent '" + agent + "' has or had, but found "
                + chunk.key());
      }
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
      } catch (MissingException e) {
        caller.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asException());
      } catch (IOException e) {
        failures.tell("Expected to read or store something for an agent, but: " + e.getMessage());
        caller.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asException());
      } catch (SessionRefusedException e) {
        refusals.tell("Refused: " + e.getMessage());
        caller.onError(Status.PERMISSION_DENIED.withDescription(e.getMessage()).asException());
      } catch (StoreException e) {
        failures.tell("Expected to read or store something for an agent, but: " + e.getMessage());
        caller.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asException());
      } catch (RuntimeException | Error e) {
        LOG.warn("Expected to read or store something for an agent, but it failed", e);
        caller.onError(Status.UNAVAILABLE.withDescription("The scheduler cannot read or store it now; try again later")
            .asException());
      }
    });
  }
}
