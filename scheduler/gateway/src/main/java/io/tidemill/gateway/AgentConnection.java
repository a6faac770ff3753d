package io.tidemill.gateway;

import io.tidemill.engine.input.Input;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.Submission;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection of an agent, in this process or over the network: submits its reports. Safe for use by several threads.
public final class AgentConnection implements SchedulerLink {
  private final Gateway gateway;
  private final SchedulerNode node;
  private final String address;
  private final Runnable replaced;
  private final ReportRedelivery waiting;
  private volatile @Nullable AgentSession session;
  private volatile @Nullable AgentLink agent;
  private volatile @Nullable InventoryQuery inventoryQuery;
  /// Whether the agent keeps sessions with several schedulers.
  private volatile boolean severalSchedulers;
  private volatile List<SchedulerAddress> schedulersTold = List.of();

  /// @param address where the agent is, for people
  /// @param replaced run when another connection takes the place of this one
  AgentConnection(Gateway gateway, SchedulerNode node, String address, Runnable replaced) {
    this.gateway = gateway;
    this.node = node;
    this.address = address;
    this.replaced = replaced;
    waiting = new ReportRedelivery(node, this::input, this::isElsewhere);
  }

  AgentLink agent() {
    return Objects.requireNonNull(agent);
  }

  private AgentSession session() {
    AgentSession current = session;
    if (current == null) {
      throw new IllegalStateException("Expected a hello as the first message, but found another");
    }
    return current;
  }

  /// Where the agent is, for people.
  String address() {
    return address;
  }

  /// Whether the agent is in this process and needs no heartbeat.
  boolean isLocal() {
    return address.isEmpty();
  }

  void replace() {
    replaced.run();
  }

  /// Opens the session of an agent in this process.
  @Override public void hello(AgentHello hello, Supplier<List<InventoryItem>> held, AgentLink link) {
    open(hello, false, held.get(), answer -> answer.accept(held.get()), link);
  }

  /// Notes that the agent keeps sessions with several schedulers. Called before the session opens.
  public void keepsSeveral() {
    severalSchedulers = true;
  }

  /// Whether reports for a partition are for another scheduler to take.
  private boolean isElsewhere(int partition) {
    return severalSchedulers && gateway.isElsewhere(partition);
  }

  /// Opens the session.
  ///
  /// @param returning whether the agent may have been assigned work before
  /// @param held its inventory
  /// @param ask how to query the inventory later
  /// @throws RefusedException if the agent may not connect
  public void open(AgentHello hello, boolean returning, List<InventoryItem> held, InventoryQuery ask, AgentLink link) {
    gateway.sessions().refuseCopy(hello);
    agent = link;
    inventoryQuery = ask;
    AgentSession opened = gateway.sessions().open(this, hello);
    session = opened;
    if (returning || !held.isEmpty() || opened.slotLedger().busy() > 0) {
      gateway.reconciliation().all(opened, held);
    }
    node.slotsFreed();
  }

  /// Tells a remote agent that its session is open. Called before anything can be assigned to it: only an agent that was welcomed
  /// counts how long no scheduler has answered, and stops its work in time (guarantees R8).
  void welcome() {
    if (!isLocal()) {
      agent().opened();
      tellSchedulers();
    }
  }

  /// Tells the agent of the schedulers there are, unless it knows.
  void tellSchedulers() {
    List<SchedulerAddress> now = gateway.schedulers().schedulers();
    if (severalSchedulers && !now.isEmpty() && !now.equals(schedulersTold)) {
      schedulersTold = List.copyOf(now);
      agent().schedulers(now);
    }
  }

  /// Partitions may have got another owner: what waits for one of them is for that owner to take.
  void followOwners() {
    waiting.followOwners();
  }

  /// Asks the agent for its inventory, to see whether it is there.
  boolean answersWithin(long millis) {
    InventoryQuery ask = inventoryQuery;
    if (ask == null) {
      return false;
    }
    CountDownLatch answered = new CountDownLatch(1);
    ask.ask(_ -> answered.countDown());
    try {
      return answered.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Records a heartbeat and the agent's clock.
  ///
  /// @param agentClock in milliseconds since 1970
  public void heard(long agentClock) {
    AgentSession current = session;
    if (current != null) {
      gateway.sessions().heard(current, agentClock);
    }
  }

  /// Ends the connection. The agent keeps running, and may reconnect.
  public void interrupted() {
    AgentSession current = session;
    if (current != null) {
      gateway.sessions().disconnect(current, this);
    }
  }

  /// For a partition that was acquired: resubmits reports that could not be taken before, and queries the agent's inventory.
  void owned(int partition) {
    waiting.owned(partition);
    InventoryQuery ask = inventoryQuery;
    AgentSession current = session;
    if (ask != null && current != null) {
      ask.ask(held -> gateway.reconciliation().one(current, partition, held));
    }
  }

  @Override public void report(long batch, List<Report> reports) {
    AgentSession from = session();
    ReportRedelivery.Batch open = waiting.batch(agent(), batch, reports.size());
    Map<Integer, List<Submission>> byPartition = new LinkedHashMap<>();
    List<Integer> elsewhere = new ArrayList<>(0);
    Map<Integer, Boolean> isElsewhere = new HashMap<>();
    for (int position = 0; position < reports.size(); position++) {
      Report report = reports.get(position);
      int partition = gateway.partition(report.key().dag());
      if (partition < 0) {
        open.done();
        continue;
      }
      if (isElsewhere.computeIfAbsent(partition, this::isElsewhere)) {
        from.slotLedger().end(report.key().nonce(), SlotLedger.ALL);
        elsewhere.add(position);
        continue;
      }
      if (!mayReport(from, partition, report.key())) {
        gateway.refuse(from, report.key());
        open.done();
        continue;
      }
      // Before the reports are submitted: the turn that takes one in may use its slot at once.
      release(from, report);
      Completion delivery = waiting.delivery(report, partition, open, position);
      byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(submission(report, partition, delivery));
    }
    if (!elsewhere.isEmpty()) {
      open.elsewhere(elsewhere);
    }
    node.submitNow(byPartition);
    node.slotsFreed();
  }

  /// Whether an agent may report an attempt: one it has, or one that no other agent has according to the partition.
  private boolean mayReport(AgentSession from, int partition, AttemptKey key) {
    if (from.slotLedger().has(key.nonce())) {
      return true;
    }
    Long with = gateway.agent(partition, key);
    return with == null || with == 0 || gateway.sessions().sameAgent(from, with);
  }

  /// Frees the slots of what has ended, and lets an agent that returned work unasked back off.
  private static void release(AgentSession from, Report report) {
    long nonce = report.key().nonce();
    SlotLedger ledger = from.slotLedger();
    String reason = ledger.has(nonce) && !ledger.askedBack(nonce) ? releaseReason(report) : null;
    if (reason != null) {
      from.backoff().gaveBack(reason);
    }
    switch (report) {
      case Report.Started _ -> ledger.started(nonce);
      case Report.Succeeded _,Report.Failed _,Report.Expanded _ -> ledger.end(nonce, SlotLedger.ALL);
      case Report.ShardsEnded ended -> ledger.end(nonce, ended.indexes().length + ended.failed().size());
    }
  }

  /// Why the agent returned the attempt unfinished, null if it did not.
  private static @Nullable String releaseReason(Report report) {
    return switch (report) {
      case Report.Failed failed -> releaseReason(failed.failure());
      case Report.ShardsEnded ended -> ended.failed()
          .stream()
          .map(shard -> releaseReason(shard.failure()))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
      case Report.Started _,Report.Succeeded _,Report.Expanded _ -> null;
    };
  }

  private static @Nullable String releaseReason(FailureReport failure) {
    return failure.kind() == FailureReport.Kind.RELEASED ? failure.message() : null;
  }

  private Submission submission(Report report, int partition, Completion completion) {
    List<ValueBlock> values = new ArrayList<>(0);
    return new Submission(input(report, partition, values), values, completion);
  }

  private Input input(Report report, int partition, List<ValueBlock> values) {
    return ReportMapper.input(report, () -> node.newValueId(partition), values);
  }

  @Override public byte[] value(long id) throws IOException {
    byte[] value = read(() -> node.store().values().read(id));
    if (value == null) {
      throw new MissingException("Expected value " + id + " to be stored, but there is none");
    }
    return value;
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    Catalog.Bundle bundle = read(() -> node.store().catalog().bundle(hash));
    if (bundle == null) {
      throw new MissingException("Expected bundle " + hash + " to be stored, but there is none; deploy it again");
    }
    return new BundleFile(bundle.name(), bundle.content());
  }

  private static <T> @Nullable T read(Supplier<@Nullable T> stored) throws IOException {
    try {
      return stored.get();
    } catch (StoreException e) {
      throw new IOException("the store cannot be read now: " + e.getMessage(), e);
    }
  }

  @Override public void log(LogChunk chunk) {
    AttemptKey key = chunk.key();
    node.store()
        .logs()
        .append(List.of(new Logs.Chunk(key.dag(), key.run(), key.task(), chunk.shard(), key.attempt(),
            chunk.sequence(), chunk.text())));
    gateway.logged(key);
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    gateway.progressed(key, shard, done, total);
  }

  @Override public void predecessorLost(long earlier) {
    predecessorLost(earlier, () -> {});
  }

  /// Reports that an earlier process of this agent has ended.
  ///
  /// @param noted run once that need not be repeated
  public void predecessorLost(long earlier, Runnable noted) {
    gateway.sessions().losePredecessor(session(), earlier, noted);
  }

  @Override public void draining() {
    gateway.sessions().drain(session());
  }

  @Override public void serving() {
    gateway.sessions().resume(session());
    node.slotsFreed();
  }

  @Override public void disconnect() {
    AgentSession current = session;
    if (current != null) {
      gateway.sessions().disconnect(current, this);
    }
  }
}
