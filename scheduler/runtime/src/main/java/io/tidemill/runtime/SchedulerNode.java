package io.tidemill.runtime;

import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership.ClusterState;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One scheduler: its partitions, the writer and the projector, put together. A driver steps them.
public final class SchedulerNode {
  private static final int INPUTS_A_STEP = 256;
  /// How much later than it is due a slot is looked at where the wake-up for it is lost, in milliseconds.
  static final long LOST_WAKE_UP_MILLIS = 1_000;
  /// Between two looks at timers that are due, while the store does not answer with the versions they need.
  private static final long TIMERS_LATER_MILLIS = 500;

  private final Store store;
  private final AgentPort agents;
  private final CompiledGraphCache graphs;
  private final Quarantine quarantine;
  private final StoreOutage outage = new StoreOutage();
  private final List<Partition> partitions = new ArrayList<>();
  private final Acquisition acquisition;
  private final DagDirectory directory;
  private final OwnerMonitor owners;
  private final NodeLease lease;
  private final ActiveVersions activeVersions = new ActiveVersions(this);
  private final JournalWriter writer;
  private final Projector projector;
  private final SlotWaitQueues waiting = new SlotWaitQueues();
  private final List<ProjectionListener> listeners = new CopyOnWriteArrayList<>();
  private volatile SlotTimers slotTimers = SlotTimers.NONE;
  private volatile ClusterSignals signals = ClusterSignals.NONE;
  private volatile OwnerRequests requests;
  private volatile WorkSignals workSignals = new WorkSignals() {
    @Override public void partition(int number) {
      // Nobody steps yet.
    }

    @Override public void writer() {
      // Nobody steps yet.
    }

    @Override public void projector() {
      // Nobody steps yet.
    }
  };

  /// @param name name of this process, another for each start
  public SchedulerNode(String name, Store store, AgentPort agents) {
    this(name, store, agents, EffectDispatcher::new);
  }

  SchedulerNode(String name, Store store, AgentPort agents, Function<AgentPort, CommitListener> listener) {
    this.store = store;
    this.agents = agents;
    graphs = new CompiledGraphCache(store.catalog());
    directory = new DagDirectory(store.catalog(), store.partitions());
    quarantine = new Quarantine(store.quarantines());
    for (int partition = 0; partition < store.partitions(); partition++) {
      partitions.add(new Partition(partition, this));
    }
    lease = new NodeLease(name, store, outage);
    acquisition = new Acquisition(this, name, partitions);
    writer = new JournalWriter(store.journal(), listener.apply(agents), outage, this::wakeProjector,
        this::deliver);
    owners = new OwnerMonitor(this, name, partitions, acquisition);
    requests = new LocalOwnerRequests(this);
    projector = new Projector(store.projections(), store.queries(), partitions, new ShardKeyCodec(store.values()),
        agents, quarantine, outage, this::reacquire, this::tellListeners);
  }

  /// Sets who is told that there is something to do.
  public void wakeups(WorkSignals driver) {
    workSignals = driver;
  }

  /// Sets who tells other schedulers what they would else find by looking.
  public void clusterSignals(ClusterSignals others) {
    signals = others;
  }

  /// Sets who asks owners, where other schedulers own partitions too. Without it each partition is asked here.
  public void ownerRequests(OwnerRequests owners) {
    requests = owners;
  }

  /// Who asks the owners of partitions, whichever scheduler that is.
  public OwnerRequests requests() {
    return requests;
  }

  ClusterSignals signals() {
    return signals;
  }

  /// Sets who keeps time for schedules, before any partition is acquired. Without one the driver does.
  public void slotTimers(SlotTimers timers) {
    slotTimers = timers;
  }

  SlotTimers slotTimers() {
    return slotTimers;
  }

  /// A slot of a partition may be due. The partition decides whether one is: to be told too early, twice or for nothing changes
  /// nothing.
  public void slotDue(int partition) {
    wakePartition(partition);
  }

  /// Adds somebody who wants to know which runs changed in the tables.
  public void listen(ProjectionListener listener) {
    listeners.add(listener);
  }

  /// Removes one who wanted to know.
  public void unlisten(ProjectionListener listener) {
    listeners.remove(listener);
  }

  /// Where everything is kept.
  public Store store() {
    return store;
  }

  /// Plans of versions.
  public CompiledGraphCache graphs() {
    return graphs;
  }

  /// Who tells owners of DAGs which versions are active.
  public ActiveVersions activeVersions() {
    return activeVersions;
  }

  /// Finds DAGs and assets.
  DagDirectory directory() {
    return directory;
  }

  /// Number of partitions.
  public int partitions() {
    return partitions.size();
  }

  /// Name of the agent of a process, null where that is not known.
  public @Nullable String agentName(long incarnation) {
    return agents().name(incarnation);
  }

  AgentPort agents() {
    return agents;
  }

  StoreOutage outage() {
    return outage;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  /// Takes partitions, whoever owns them, and recovers their state. What this node believed about them is forgotten first, so
  /// if it fails half way nobody goes on with an epoch that may be over. Blocks.
  ///
  /// A DAG that cannot be recovered is quarantined, and the others go on.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  /// @throws io.tidemill.runtime.port.StoreException if the database could not be asked; some may have been taken, and this
  ///     node owns none of the rest: call it again
  public void acquire(List<Integer> numbers, long now) {
    acquisition.acquire(numbers, now);
  }

  /// Puts an input into the inbox of a partition.
  public void submit(int partition, Input input, List<ValueBlock> values, Completion completion) {
    partitions.get(partition).put(new Submission(input, values, completion));
    workSignals.partition(partition);
  }

  /// Tells a message that is durable to the partition it is for, if this node owns it; else its owner finds it in the inbox.
  private void deliver(MessageSent sent) {
    if (owns(sent.partition())) {
      submit(sent.partition(), new MessageReceived(sent.receiver(), sent.dag(), sent.n(), sent.message()), List.of(),
          Completion.NONE);
    } else {
      signals.message(sent.partition());
    }
  }

  /// Looks into the inbox of a partition, if this node owns it: another scheduler may have sent something. Whoever knows of that says
  /// so at once; what it could not say is found by looking now and then.
  public void checkInbox(int number) {
    partitions.get(number).checkInbox();
    workSignals.partition(number);
  }

  private void readInbox(Partition partition, long now) {
    MessageId after = partition.unreadAfter(now);
    if (after == null) {
      return;
    }
    try {
      partition.readInbox(store.journal().inbox(partition.number(), after, InboxReader.PAGE));
    } catch (StoreException e) {
      outage.met("the inbox of partition " + partition.number(), e);
      partition.readInboxLater(now + TIMERS_LATER_MILLIS);
    }
  }

  /// Puts inputs of some partitions into their inboxes, and may use the caller's thread to decide and commit them together.
  public void submitNow(Map<Integer, List<Submission>> byPartition) {
    byPartition.forEach((partition, submissions) -> submissions.forEach(partitions.get(partition)::put));
    workSignals.partitionsNow(byPartition.keySet());
  }

  /// Puts an input into the inbox of a partition that was prepared with what the tables said. May use the caller's thread to
  /// decide and commit it.
  void submit(int partition, Submission submission) {
    partitions.get(partition).put(submission);
    workSignals.partitionsNow(List.of(partition));
  }

  /// What an input that is prepared with the tables may assume.
  Precondition precondition(int partition) {
    return partitions.get(partition).precondition();
  }

  /// Puts an input into the inbox of every partition.
  public void submitToAll(Input input) {
    for (Partition partition : partitions) {
      submit(partition.number(), input, List.of(), Completion.NONE);
    }
  }

  /// A number for a value that an input to that partition names.
  public long newValueId(int partition) {
    return partitions.get(partition).newValueId();
  }

  /// Runs something once the tables hold all that a partition decided so far.
  public void whenProjected(int partition, Runnable done) {
    partitions.get(partition).whenProjected(done);
    workSignals.projector();
  }

  /// Agents may have free slots again: of each kind of work that waits, the partition that waited longest may use them.
  public void slotsFreed() {
    slotsFreed(requirement -> true);
  }

  /// Agents have free slots again.
  ///
  /// @param met tells what is required of agents that these agents have
  public void slotsFreed(Predicate<Requirement> met) {
    tell(waiting.freed(met));
  }

  /// Tells partitions that there may be free slots.
  void tell(List<Partition> first) {
    for (Partition partition : first) {
      submit(partition.number(), new SlotsFreed(), List.of(), Completion.NONE);
    }
  }

  SlotWaitQueues waiting() {
    return waiting;
  }

  /// Somebody may want to know that a run changed.
  void tellListeners(int dag, long run) {
    changedElsewhere(dag, run);
    signals.changed(dag, run);
  }

  /// The tables may show a change of a run that another scheduler owns.
  public void changedElsewhere(int dag, long run) {
    listeners.forEach(listener -> listener.projected(dag, run));
  }

  /// Lets go of a partition, so that it is taken anew with what is known by then.
  private void reacquire(int number) {
    partitions.get(number).reacquire();
    wakePartition(number);
  }

  /// There may be something to decide in a partition.
  void wakePartition(int number) {
    workSignals.partition(number);
  }

  /// There may be something to project.
  void wakeProjector() {
    workSignals.projector();
  }

  void dirty(Partition partition) {
    if (partition.markDirty()) {
      writer.dirty(partition);
      workSignals.writer();
    }
  }

  /// Decides what a partition was told.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  /// @param entropy random bits, others each time
  /// @return whether there is more to decide at once
  public boolean stepPartition(int number, long now, long entropy) {
    Partition partition = partitions.get(number);
    readInbox(partition, now);
    try {
      graphs.load(partition.versionsDue(now));
    } catch (StoreException e) {
      outage.met("slots that are due", e);
      partition.delayTimers(now + TIMERS_LATER_MILLIS);
      if (partition.hasMessages()) {
        return false; // they may lead to runs of these versions
      }
    }
    boolean more = partition.step(now, entropy, INPUTS_A_STEP);
    acquisition.reacquire(partition, now);
    return more;
  }

  /// Why a DAG is kept apart, null if it is not. Answers from memory once this node has taken any partition.
  public @Nullable QuarantineEntry quarantined(int dag) {
    return quarantine.of(dag);
  }

  /// Reads which DAGs are kept apart: for a node that takes no partition, or where others own some. Blocks.
  public void readQuarantines() {
    quarantine.load();
  }

  /// Lets a DAG that was kept apart go on. Its partition is reacquired. Blocks.
  ///
  /// @param now in milliseconds since 1970
  /// @param by who asks
  /// @return false if it was not kept apart
  public boolean resume(Catalog.Dag dag, long now, RequestOrigin by) {
    return acquisition.resume(dag, now, by);
  }

  /// Says how other schedulers shall see this one, from the next renewal of its lease on.
  public void introduce(Member self) {
    lease.introduce(self);
  }

  /// This scheduler as the others see it.
  public Member self() {
    return lease.self();
  }

  /// Begins to be one of the schedulers of this database: begins its lease and takes what is free and its share. Blocks.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  /// @throws StoreException if the database could not be asked
  public void join(long now) {
    lease.begin(now);
    owners.join(now);
  }

  /// Renews the lease of this scheduler. Blocks; called every two seconds by a driver whose threads make progress.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  public void renewLease(long now) {
    lease.renew(now);
  }

  /// Ends the lease of this scheduler once it decides nothing more: others take at once what it owned. Blocks.
  public void leave() {
    lease.end();
  }

  NodeLease lease() {
    return lease;
  }

  /// Who is there and who owns what, as this scheduler saw it about a second ago. Does not block.
  public ClusterState clusterState() {
    return owners.latest();
  }

  /// How long ago [#clusterState] was seen.
  public Duration clusterStateAge() {
    return Duration.ofNanos(System.nanoTime() - owners.seenAt());
  }

  /// Looks who owns the partitions: notices that another node took some, and takes those whose owner is gone. Blocks; called about once a
  /// second, by one thread at a time.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  public void stepOwners(long now) {
    owners.step(now);
  }

  /// About how many inputs a partition has.
  public int inputs(int number) {
    return partitions.get(number).inputs();
  }

  /// Whether anything was decided that nobody has begun to commit.
  public boolean hasToCommit() {
    return !writer.idle();
  }

  /// How many batches were committed so far.
  public long commits() {
    return writer.commits();
  }

  /// Commits what gathered.
  ///
  /// @return what came of it
  public StepResult stepWriter() {
    return writer.step();
  }

  /// About how many runs changed that the next projection would write; 0 while one is under way.
  public int toProject() {
    return projector.underWay() ? 0 : partitions.stream().mapToInt(Partition::changedRuns).sum();
  }

  /// Whether any run that the next projection would write has not ended.
  boolean changesGoOn() {
    return partitions.stream().anyMatch(Partition::hasChangedRunUnderWay);
  }

  /// Writes snapshots and tables.
  ///
  /// @return what came of it
  public StepResult stepProjector() {
    return projector.step();
  }

  /// Epoch in which this node owns a partition, -1 if it does not.
  public long epoch(int partition) {
    return partitions.get(partition).precondition().epoch();
  }

  /// When the next timer of a partition is due, in milliseconds since 1970, `Long.MAX_VALUE` for none.
  public long nextDue(int partition) {
    return partitions.get(partition).nextDue();
  }

  /// When a driver must look at a partition again if nobody wakes it, in milliseconds since 1970, `Long.MAX_VALUE` for never. Where
  /// [SlotTimers] keep time for schedules, it looks only [#LOST_WAKE_UP_MILLIS] after a slot is due, in case that they did not wake it.
  long nextLook(int partition, long now) {
    return slotTimers == SlotTimers.NONE
        ? partitions.get(partition).nextDue()
        : partitions.get(partition).nextLook(now, LOST_WAKE_UP_MILLIS);
  }

  /// Whether this node believes that it owns a partition.
  public boolean owns(int partition) {
    return partitions.get(partition).owned();
  }

  /// Asks the state of a partition something while nothing changes it; null if the node does not own it. For this package, tests and
  /// measurements; whoever answers people asks [OwnerQueries].
  public <T> @Nullable T inspect(int partition, Function<PartitionState, T> question) {
    return partitions.get(partition).inspect(question);
  }

  /// The same; null also if the partition is busy for so long.
  <T> @Nullable T inspect(int partition, Function<PartitionState, T> question, Duration patience) {
    return partitions.get(partition).inspect(question, patience);
  }

  /// Whether everything this node decided for a partition is durable.
  public boolean settled(int partition) {
    return partitions.get(partition).settled();
  }

  /// Number of the last entry of a partition that is durable.
  public long durable(int partition) {
    return partitions.get(partition).durable();
  }

  /// Number of the last entry of a partition that the tables hold.
  public long projected(int partition) {
    return partitions.get(partition).projected();
  }
}
