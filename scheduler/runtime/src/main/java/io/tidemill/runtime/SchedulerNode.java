package io.tidemill.runtime;

import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.Store;
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

  private final Store store;
  private final AgentPort agents;
  private final CompiledGraphCache plans;
  private final Quarantine quarantine;
  private final List<Partition> partitions = new ArrayList<>();
  private final Acquisition acquisition;
  private final JournalWriter writer;
  private final Projector projector;
  private final SlotWaitQueues waiting = new SlotWaitQueues();
  private final List<ProjectionListener> listeners = new CopyOnWriteArrayList<>();
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

  SchedulerNode(String name, Store store, AgentPort agents, Function<AgentPort, CommitListener> departures) {
    this.store = store;
    this.agents = agents;
    plans = new CompiledGraphCache(store.catalog());
    quarantine = new Quarantine(store.quarantines());
    for (int partition = 0; partition < store.partitions(); partition++) {
      partitions.add(new Partition(partition, this));
    }
    acquisition = new Acquisition(this, name, partitions);
    writer = new JournalWriter(store.journal(), departures.apply(agents), this::wakeProjector);
    projector = new Projector(store.projections(), store.queries(), partitions, new ShardKeyCodec(store.values()),
        agents,
        this::tellListeners);
  }

  /// Sets who is told that there is something to do.
  public void wakeups(WorkSignals driver) {
    workSignals = driver;
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
  public CompiledGraphCache plans() {
    return plans;
  }

  /// Number of partitions.
  public int partitions() {
    return partitions.size();
  }

  AgentPort agents() {
    return agents;
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

  /// Why no agent takes what requires that now, for people; null if one does, or if that is not known.
  public @Nullable String unserved(Requirement requirement) {
    return agents.unserved(requirement);
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
    listeners.forEach(listener -> listener.projected(dag, run));
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
    boolean more = partition.step(now, entropy, INPUTS_A_STEP);
    acquisition.reacquire(partition, now);
    return more;
  }

  /// Why a DAG is kept apart, null if it is not. Answers from memory once this node has taken any partition.
  public @Nullable QuarantineEntry quarantined(int dag) {
    return quarantine.of(dag);
  }

  /// Reads which DAGs are kept apart, for a node that takes no partition. Blocks.
  public void readQuarantines() {
    quarantine.load();
  }

  /// Lets a DAG that was kept apart go on. Its partition is reacquired. Blocks.
  ///
  /// @return false if it was not kept apart
  public boolean resume(int partition, int dag) {
    return acquisition.resume(partition, dag);
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

  /// Whether this node believes that it owns a partition.
  public boolean owns(int partition) {
    return partitions.get(partition).owned();
  }

  /// Asks the state of a partition something while nothing changes it; null if the node does not own it.
  public <T> @Nullable T inspect(int partition, Function<PartitionState, T> question) {
    return partitions.get(partition).inspect(question);
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
