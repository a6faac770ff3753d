package io.tidemill.gateway;

import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.reply.Reply;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.Held;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.SchedulerNode.Submission;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One session of an agent: takes its reports in, and knows how much more work it can take.
///
/// Slots are counted here: taken by the turn that assigns, given back by the report of the end. Safe for use by several
/// threads.
final class AgentSession implements SchedulerLink {
  private final Gateway gateway;
  private final SchedulerNode node;
  private final DagDirectory dags;
  private final AtomicInteger free = new AtomicInteger();
  /// Reports that no owner could take so far.
  private final Queue<Delivery> held = new ConcurrentLinkedQueue<>();
  private volatile @Nullable AgentHello hello;
  private volatile @Nullable AgentLink agent;

  AgentSession(Gateway gateway, SchedulerNode node, DagDirectory dags) {
    this.gateway = gateway;
    this.node = node;
    this.dags = dags;
  }

  long incarnation() {
    return Objects.requireNonNull(hello).incarnation();
  }

  String name() {
    return Objects.requireNonNull(hello).name();
  }

  AgentLink agent() {
    return Objects.requireNonNull(agent);
  }

  /// Takes up to some slots.
  int take(int wanted) {
    while (true) {
      int now = free.get();
      int taken = Math.min(now, wanted);
      if (taken <= 0) {
        return 0;
      }
      if (free.compareAndSet(now, now - taken)) {
        return taken;
      }
    }
  }

  /// Gives slots back.
  void release(int slots) {
    if (slots > 0) {
      free.addAndGet(slots);
      node.slotsFreed();
    }
  }

  @Override public void hello(AgentHello introduction, Supplier<List<Held>> held, AgentLink link) {
    hello = introduction;
    agent = link;
    gateway.opened(this, introduction);
    release(introduction.slots() + introduction.prefetch());
  }

  @Override public void report(long batch, List<Report> reports) {
    AtomicInteger open = new AtomicInteger(reports.size());
    int ended = 0;
    for (Report report : reports) {
      ended += slots(report);
    }
    // Before the reports go in: the turn that takes one in may use its slot at once.
    free.addAndGet(ended);
    Map<Integer, List<Submission>> byPartition = new LinkedHashMap<>();
    for (Report report : reports) {
      int partition = dags.byNumber(report.key().dag()).partition();
      byPartition.computeIfAbsent(partition, p -> new ArrayList<>())
          .add(submission(new Delivery(report, partition, node.epoch(partition), batch, open)));
    }
    byPartition.forEach(node::submitNow);
    node.slotsFreed();
  }

  /// Says again what was said about a partition and could not be taken then.
  void owned(int partition) {
    List<Delivery> waiting = held.stream().filter(delivery -> delivery.partition == partition).toList();
    held.removeAll(waiting);
    waiting.forEach(this::again);
  }

  private void again(Delivery delivery) {
    long epoch = node.epoch(delivery.partition);
    if (epoch == delivery.epoch || epoch < 0) {
      held.add(delivery);
    } else {
      Submission submission = submission(delivery.in(epoch));
      node.submit(delivery.partition, submission.input(), submission.values(), submission.completion());
    }
  }

  private Submission submission(Delivery delivery) {
    List<ValueBlock> values = new ArrayList<>(0);
    Input input = Reporting.input(delivery.report, () -> node.newValueId(delivery.partition), values);
    return new Submission(input, values, delivery);
  }

  private static int slots(Report report) {
    return switch (report) {
      case Report.Started started -> 0;
      case Report.Succeeded succeeded -> 1;
      case Report.Failed failed -> 1;
      case Report.Expanded expanded -> 1;
      case Report.ShardsEnded shards -> shards.indexes().length + shards.failed().size();
    };
  }

  @Override public byte[] value(long id) throws IOException {
    byte[] value = node.store().values().read(id);
    if (value == null) {
      throw new IOException("Expected value " + id + " to be stored, but there is none");
    }
    return value;
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    Catalog.Bundle bundle = node.store().catalog().bundle(hash);
    if (bundle == null) {
      throw new IOException("Expected bundle " + hash + " to be stored, but there is none");
    }
    return new BundleFile(bundle.name(), bundle.content());
  }

  @Override public void log(LogChunk chunk) {
    AttemptKey key = chunk.key();
    node.store()
        .logs()
        .append(List.of(new Logs.Chunk(key.dag(), key.run(), key.task(), chunk.shard(), key.attempt(),
            chunk.sequence(), chunk.text())));
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    gateway.progressed(key, shard, done, total);
  }

  @Override public void leftBehind(long earlier) {
    node.submitToAll(AgentsGone.these(Set.of(earlier)));
  }

  @Override public void draining() {
    gateway.draining(this);
  }

  @Override public void serving() {
    gateway.serving(this);
    node.slotsFreed();
  }

  @Override public void bye() {
    gateway.closed(this, incarnation());
  }

  /// One report on its way into a partition. A batch is acknowledged once all its reports are durable.
  private final class Delivery implements Completion {
    private final Report report;
    private final int partition;
    private final long epoch;
    private final long batch;
    private final AtomicInteger open;

    /// @param epoch epoch of the owner it is for
    /// @param open reports of the batch that are not durable yet
    Delivery(Report report, int partition, long epoch, long batch, AtomicInteger open) {
      this.report = report;
      this.partition = partition;
      this.epoch = epoch;
      this.batch = batch;
      this.open = open;
    }

    Delivery in(long newEpoch) {
      return new Delivery(report, partition, newEpoch, batch, open);
    }

    @Override public void durable(@Nullable Reply reply) {
      if (open.decrementAndGet() == 0) {
        agent().acknowledge(batch);
      }
    }

    @Override public void dropped(String reason) {
      again(this);
    }
  }
}
