package io.tidemill.gateway.remote;

import io.tidemill.agent.remote.ClusterLink;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.agent.remote.RemoteLink;
import io.tidemill.agent.remote.RemoteTimes;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.StopReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An agent whose bodies are played by the test. It keeps what is not acknowledged and says it again, as the contract asks.
/// Its time stands still: it is cut off when the test says so, however busy the machine is.
final class TestAgent implements AgentLink, AutoCloseable {
  static final RemoteTimes TIMES = new RemoteTimes(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(20),
      Duration.ofMillis(200));
  private static final byte[] NOTHING = "null".getBytes(StandardCharsets.UTF_8);

  final SchedulerLink link;
  final AgentHello hello;
  /// Accepted and not ended.
  final Map<AttemptKey, Assignment> running = new ConcurrentHashMap<>();
  /// Every assignment that came, in order, repeated ones too.
  final List<Assignment> came = new CopyOnWriteArrayList<>();
  final List<AttemptKey> stopped = new CopyOnWriteArrayList<>();
  final List<AttemptKey> takenBack = new CopyOnWriteArrayList<>();
  final AtomicInteger opened = new AtomicInteger();
  /// Sessions that opened beside others.
  final AtomicInteger joined = new AtomicInteger();
  final AtomicInteger cutOffs = new AtomicInteger();
  volatile @Nullable String refused;
  volatile boolean prompt;
  private final Map<Long, List<Report>> unacknowledged = new LinkedHashMap<>();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  TestAgent(String name, long incarnation, int slots, int port, String credential) {
    this(new AgentHello(name, incarnation, slots, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0), port,
        credential);
  }

  TestAgent(AgentHello hello, int port, String credential) {
    this.hello = hello;
    link = new RemoteLink(new NettyDialer("127.0.0.1", port, null, credential), TIMES, this::refuse, nanos::get);
  }

  /// An agent that keeps a session with every scheduler it is told of.
  ///
  /// @param ports where it asks first
  TestAgent(AgentHello hello, List<Integer> ports, String credential) {
    this.hello = hello;
    link = new ClusterLink(ports.stream().map(port -> new SchedulerAddress("", "127.0.0.1", port, "")).toList(),
        address -> new NettyDialer(address.host(), address.port(), null, credential), TIMES, this::refuse, nanos::get);
  }

  private void refuse(String why) {
    refused = why;
    TestSignals.happened();
  }

  /// An agent that succeeds at once in everything it is given.
  TestAgent prompt() {
    prompt = true;
    return this;
  }

  TestAgent start() {
    link.hello(hello, this::held, this);
    return this;
  }

  /// Lets time pass that is as long as the silence after which the agent stops its work.
  void letTheCutOffPass() {
    nanos.addAndGet(TestCluster.LIMITS.cutOff().toNanos());
  }

  private synchronized List<InventoryItem> held() {
    Map<AttemptKey, Integer> all = new LinkedHashMap<>();
    running.keySet().forEach(key -> all.put(key, 1));
    unacknowledged.values().forEach(batch -> batch.forEach(report -> all.put(report.key(), 1)));
    return all.entrySet().stream().map(entry -> new InventoryItem(entry.getKey(), entry.getValue())).toList();
  }

  void succeed(AttemptKey key) {
    succeed(key, NOTHING);
  }

  void succeed(AttemptKey key, byte[] output) {
    report(List.of(new Report.Succeeded(key, output, "", new Report.Timing(1, 1))));
    running.remove(key);
  }

  void report(List<Report> reports) {
    long batch;
    synchronized (this) {
      batch = batches.incrementAndGet();
      unacknowledged.put(batch, reports);
    }
    link.report(batch, reports);
  }

  synchronized int unacknowledged() {
    return unacknowledged.size();
  }

  @Override public void assign(List<Assignment> assignments) {
    for (Assignment each : assignments) {
      came.add(each);
      if (running.putIfAbsent(each.key(), each) == null && prompt) {
        succeed(each.key());
      }
    }
    TestSignals.happened();
  }

  @Override public void stop(AttemptKey key, StopReason reason) {
    stopped.add(key);
    TestSignals.happened();
  }

  @Override public void release(List<AttemptKey> keys) {
    takenBack.addAll(keys);
    TestSignals.happened();
  }

  @Override public void acknowledge(long batch) {
    synchronized (this) {
      unacknowledged.remove(batch);
    }
    TestSignals.happened();
  }

  @Override public void opened() {
    List<Report> again;
    synchronized (this) {
      again = unacknowledged.values().stream().flatMap(List::stream).toList();
      unacknowledged.clear();
    }
    if (!again.isEmpty()) {
      report(again);
    }
    opened.incrementAndGet();
    TestSignals.happened();
  }

  @Override public void joined() {
    joined.incrementAndGet();
    TestSignals.happened();
  }

  @Override public void cutOff() {
    cutOffs.incrementAndGet();
    running.clear();
    TestSignals.happened();
  }

  @Override public void close() {
    link.disconnect();
  }
}
