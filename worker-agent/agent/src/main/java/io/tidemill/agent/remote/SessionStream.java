package io.tidemill.agent.remote;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.Chunk;
import io.tidemill.protocol.remote.FrameReader;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromAgentCodec;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.FromSchedulerCodec;
import io.tidemill.protocol.remote.LogCodec;
import io.tidemill.protocol.remote.MalformedException;
import io.tidemill.protocol.remote.Reads;
import io.tidemill.protocol.remote.SendQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection with the scheduler, from the dialling to its end. Heartbeats go before everything else, so that a long result
/// on a slow line does not look like silence.
final class SessionStream implements ClientResponseObserver<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);
  /// Most that may wait to go out, but for one message: reports have a window of their own.
  private static final long OUTBOX_BYTES = 128L << 20;
  /// Longest message that comes in parts.
  private static final long MESSAGE_BYTES = 128L << 20;
  private static final long CALL_SECONDS = 60;

  private final RemoteLink link;
  private final AgentLink agent;
  private final HeartbeatMonitor heartbeatMonitor;
  private final LongSupplier clock;
  private final FrameReader<FromScheduler> reader = FromSchedulerCodec.reader(MESSAGE_BYTES);
  private final ReportWindow reports = new ReportWindow(this::send);
  private final CountDownLatch ended = new CountDownLatch(1);
  private CallOptions options = CallOptions.DEFAULT;
  private @Nullable SendQueue<FromAgent> sendQueue;
  private @Nullable ClientCallStreamObserver<byte[]> call;
  private volatile @Nullable ManagedChannel channel;
  private volatile boolean open;
  private volatile long hello;

  SessionStream(RemoteLink link, AgentLink agent, HeartbeatMonitor heartbeatMonitor, LongSupplier clock) {
    this.link = link;
    this.agent = agent;
    this.heartbeatMonitor = heartbeatMonitor;
    this.clock = clock;
  }

  /// Dials and says hello. Does not wait.
  void start(Dialer dialer, FromAgent.Hello message) {
    ManagedChannel dialled = dialer.dial();
    channel = dialled;
    CallCredentials credentials = dialer.credentials();
    options = credentials == null ? CallOptions.DEFAULT : CallOptions.DEFAULT.withCallCredentials(credentials);
    var _ = ClientCalls.asyncBidiStreamingCall(dialled.newCall(AgentMethods.SESSION, options), this);
    begin();
    send(message);
  }

  /// The hello counts as a heartbeat, sent no earlier than it can go out.
  private synchronized void begin() {
    if (hello == 0 && Objects.requireNonNull(call).isReady()) {
      hello = heartbeatMonitor.begin(clock.getAsLong());
    }
  }

  @Override public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
    call = stream;
    SendQueue<FromAgent> out = new SendQueue<>(stream, FromAgentCodec::encode, _ -> 64, OUTBOX_BYTES,
        () -> link.ended(this, "The scheduler does not read"));
    sendQueue = out;
    stream.setOnReadyHandler(() -> {
      begin();
      out.ready();
    });
  }

  boolean isOpen() {
    return open;
  }

  void send(FromAgent message) {
    Objects.requireNonNull(sendQueue).send(message);
  }

  void heartbeat() {
    Objects.requireNonNull(sendQueue)
        .sendFirst(new FromAgent.Heartbeat(heartbeatMonitor.send(clock.getAsLong()), System.currentTimeMillis()));
  }

  void report(long batch, List<Report> batched) {
    reports.add(batch, batched);
  }

  /// Sends it if nothing waits; the next one says more.
  void progress(FromAgent.Progress message) {
    if (Objects.requireNonNull(sendQueue).isEmpty()) {
      send(message);
    }
  }

  @Override public void onNext(byte[] frame) {
    try {
      FromScheduler message = reader.read(frame);
      if (message != null) {
        take(message);
      }
    } catch (MalformedException e) {
      link.ended(this, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("Expected the agent to take what the scheduler says, but it failed", e);
      link.ended(this, "The agent failed");
    }
  }

  private void take(FromScheduler message) throws MalformedException {
    if (open == message instanceof FromScheduler.Welcome) {
      throw new MalformedException("Expected a welcome first, and only once, but found "
          + message.getClass().getSimpleName());
    }
    switch (message) {
      case FromScheduler.Welcome(int _, long cutOffMillis, String node, boolean unnoted) -> {
        heartbeatMonitor.agreed(cutOffMillis);
        heartbeatMonitor.answered(hello, unnoted);
        open = true;
        link.welcomed(this, node);
        agent.opened();
      }
      case FromScheduler.HeartbeatAnswer(long number, boolean unnoted) -> heartbeatMonitor.answered(number, unnoted);
      case FromScheduler.Assign assign -> agent.assign(assign.assignments());
      case FromScheduler.Stop stop -> agent.stop(stop.key(), stop.reason());
      case FromScheduler.Release release -> agent.release(release.keys());
      case FromScheduler.Acknowledged(long batch) -> {
        reports.acknowledged(batch);
        agent.acknowledge(batch);
      }
      case FromScheduler.Elsewhere(long batch, List<Integer> positions) -> agent.elsewhere(batch, positions);
      case FromScheduler.Schedulers(List<SchedulerAddress> all) -> agent.schedulers(all);
      case FromScheduler.AskInventory(long question) -> send(new FromAgent.Inventory(question, link.held()));
      case FromScheduler.PredecessorLostNoted(long incarnation) -> link.predecessorLostNoted(incarnation);
    }
  }

  @Override public void onError(Throwable cause) {
    open = false;
    ended.countDown();
    Status status = Status.fromThrowable(cause);
    String said = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
    switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION, ALREADY_EXISTS, UNIMPLEMENTED ->
        link.refused(this, said);
      default -> link.ended(this, status.getCause() == null ? said : said + ": " + status.getCause().getMessage());
    }
  }

  @Override public void onCompleted() {
    open = false;
    ended.countDown();
    link.ended(this, "The scheduler has ended the session");
  }

  byte[] value(long id) throws IOException {
    return Chunk.join(read("value " + id, AgentMethods.READ_VALUE, Reads.value(id)));
  }

  BundleFile bundle(String hash) throws IOException {
    List<Chunk> chunks = read("bundle " + hash, AgentMethods.READ_BUNDLE, Reads.bundle(hash));
    return new BundleFile(chunks.getFirst().name(), Chunk.join(chunks));
  }

  private List<Chunk> read(String what, io.grpc.MethodDescriptor<byte[], byte[]> method, byte[] request)
      throws IOException {
    try {
      Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(Objects.requireNonNull(channel), method,
          options.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS), request);
      List<Chunk> chunks = new ArrayList<>();
      while (answers.hasNext()) {
        chunks.add(Chunk.decode(answers.next()));
      }
      if (chunks.isEmpty()) {
        throw new IOException("Expected " + what + ", but the scheduler sent nothing");
      }
      return chunks;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw new MissingException(String.valueOf(e.getStatus().getDescription()));
      }
      throw new IOException("Expected to read " + what + ", but " + e.getMessage(), e);
    }
  }

  void log(LogChunk chunk) throws IOException {
    try {
      ClientCalls.blockingUnaryCall(Objects.requireNonNull(channel), AgentMethods.SHIP_LOG,
          options.withCompression("gzip").withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS), LogCodec.encode(chunk));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
        throw new DeniedException(String.valueOf(e.getStatus().getDescription()));
      }
      throw new IOException("Expected to ship a piece of a log, but " + e.getMessage(), e);
    }
  }

  /// Says goodbye and waits a little for the scheduler to hear it.
  void disconnect(long millis) {
    if (open) {
      send(new FromAgent.Disconnect());
      try {
        var _ = ended.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    close();
  }

  /// Ends it. What it was about to say is forgotten.
  void close() {
    open = false;
    SendQueue<FromAgent> out = sendQueue;
    if (out != null) {
      out.close();
    }
    ManagedChannel dialled = channel;
    if (dialled != null) {
      dialled.shutdownNow();
    }
  }
}
