package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.WireValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A scheduler in memory: hands out what a test gives it and remembers what it is told.
final class FakeScheduler implements SchedulerLink {
  static final int DAG_NO = 7;

  final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  final List<Integer> sizes = new CopyOnWriteArrayList<>();
  final List<Long> batches = new CopyOnWriteArrayList<>();
  final Map<String, BundleFile> bundles = new ConcurrentHashMap<>();
  final Map<Long, byte[]> values = new ConcurrentHashMap<>();
  final AtomicInteger valueReads = new AtomicInteger();
  final AtomicInteger bundleReads = new AtomicInteger();
  final List<LogChunk> chunks = new CopyOnWriteArrayList<>();
  final BlockingQueue<Long> progress = new LinkedBlockingQueue<>();
  volatile boolean acknowledges = true;
  /// Stands for a link that is closed.
  volatile boolean refuses;
  final AtomicInteger refused = new AtomicInteger();
  /// Whether what is not there will never be.
  volatile boolean missing;
  volatile boolean saidBye;
  volatile boolean saidDraining;
  volatile boolean saidServing;
  final BlockingQueue<Long> predecessorLost = new LinkedBlockingQueue<>();
  volatile AgentHello hello = new AgentHello("", 0, 1, 0, List.of(), List.of(), 0);
  volatile AgentLink agent = new Nobody();
  volatile Supplier<List<InventoryItem>> held = List::of;
  private final AtomicLong nonces = new AtomicLong(1000);

  @Override public void hello(AgentHello said, Supplier<List<InventoryItem>> inventory, AgentLink link) {
    hello = said;
    agent = link;
    held = inventory;
  }

  @Override public void predecessorLost(long incarnation) {
    predecessorLost.add(incarnation);
  }

  @Override public void draining() {
    saidDraining = true;
  }

  @Override public void serving() {
    saidServing = true;
  }

  @Override public void report(long batch, List<Report> said) {
    if (refuses) {
      refused.incrementAndGet();
      throw new IllegalStateException("The link is closed");
    }
    batches.add(batch);
    sizes.add(said.size());
    reports.addAll(said);
    if (acknowledges) {
      agent.acknowledge(batch);
    }
  }

  @Override public byte[] value(long id) throws IOException {
    valueReads.incrementAndGet();
    byte[] value = values.get(id);
    if (value == null) {
      throw unread("no value " + id);
    }
    return value;
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    bundleReads.incrementAndGet();
    BundleFile bundle = bundles.get(hash);
    if (bundle == null) {
      throw unread("no bundle " + hash);
    }
    return bundle;
  }

  private IOException unread(String why) {
    return missing ? new MissingException(why) : new IOException(why);
  }

  @Override public void log(LogChunk chunk) {
    chunks.add(chunk);
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    progress.add(done);
  }

  @Override public void disconnect() {
    saidBye = true;
  }

  /// Stores a bundle.
  ///
  /// @return its hash
  String store(String name, String source) {
    return store(name, source.getBytes(StandardCharsets.UTF_8));
  }

  String store(String name, byte[] content) {
    String hash = BundleLoader.hash(content);
    bundles.put(hash, new BundleFile(name, content));
    return hash;
  }

  /// A run of a DAG with parameters.
  static RunContext run(String dag, String bundle, String params) {
    return new RunContext(DAG_NO, dag, 1, 1, bundle, inline(params), 1);
  }

  static WireValue inline(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new WireValue(bytes, 0, bytes.length, "");
  }

  AttemptKey key(int attempt) {
    return new AttemptKey(DAG_NO, 1, 0, attempt, nonces.incrementAndGet());
  }

  Assignment.RunTask task(RunContext run, String task, InputValue... inputs) {
    return new Assignment.RunTask(run, key(1), task, 0, List.of(inputs));
  }

  Assignment.RunTask task(RunContext run, String task, int priority) {
    return new Assignment.RunTask(run, key(1), task, priority, List.of());
  }

  /// The next report that is not about a start.
  Report next() throws InterruptedException {
    while (true) {
      Report report = reports.poll(60, TimeUnit.SECONDS);
      if (report == null) {
        throw new AssertionError("Expected a report, but none came");
      }
      if (!(report instanceof Report.Started)) {
        return report;
      }
    }
  }

  Report.Failed nextFailed() throws InterruptedException {
    Report report = next();
    if (report instanceof Report.Failed failed) {
      return failed;
    }
    throw new AssertionError("Expected a failure, but found " + report);
  }

  Report.Succeeded nextSucceeded() throws InterruptedException {
    Report report = next();
    if (report instanceof Report.Succeeded succeeded) {
      return succeeded;
    }
    throw new AssertionError("Expected a success, but found " + report);
  }

  /// Runs one task and gives its result as JSON.
  String result(Assignment assignment) throws InterruptedException {
    agent.assign(List.of(assignment));
    return new String(nextSucceeded().output(), StandardCharsets.UTF_8);
  }

  /// Runs one task and gives its failure.
  Report.Failed failure(Assignment assignment) throws InterruptedException {
    agent.assign(List.of(assignment));
    return nextFailed();
  }

  /// The log shipped so far of the attempt with this nonce.
  String logOf(AttemptKey key) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (LogChunk each : new ArrayList<>(chunks)) {
      if (each.key().nonce() == key.nonce()) {
        all.writeBytes(each.text());
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static final class Nobody implements AgentLink {
    @Override public void assign(List<Assignment> assignments) {
      throw new IllegalStateException("Expected an agent");
    }

    @Override public void stop(AttemptKey key, io.tidemill.protocol.StopReason reason) {
      throw new IllegalStateException("Expected an agent");
    }

    @Override public void release(List<AttemptKey> keys) {
      throw new IllegalStateException("Expected an agent");
    }

    @Override public void opened() {
      throw new IllegalStateException("Expected an agent");
    }

    @Override public void cutOff() {
      throw new IllegalStateException("Expected an agent");
    }

    @Override public void acknowledge(long batch) {
      throw new IllegalStateException("Expected an agent");
    }
  }
}
