package io.tidemill.engine.state;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One active run: the states of its tasks, and what belongs to those that have begun.
///
/// A task that waits costs a byte, an int and an empty reference.
public final class RunState {
  private final int dag;
  private final long number;
  private CompiledGraph compiled;
  private final @Nullable String key;
  private final Value given;
  private final Trigger trigger;
  private final long createdAt;
  private byte[] states;
  private int[] unresolved;
  private @Nullable Instance[] instances;
  private @Nullable ShardTable[] tables;
  private int open;
  private long startedAt;
  private long endedAt;
  private boolean cancelRequested;
  private @Nullable String cancelReason;
  private long cancelledAt;
  private boolean deadlineOver;
  private boolean cleanUpStopped;
  private @Nullable RunOutcome outcome;
  private long activeSince;
  long timerAt = Deadlines.NEVER;

  private boolean dirty;
  private boolean written;
  private final BitSet dirtyTasks = new BitSet();

  /// A run whose tasks all wait.
  ///
  /// @param key idempotency key, null where none was given
  /// @param given parameters the run was created with
  public RunState(int dag, long number, CompiledGraph compiled, @Nullable String key, Value given, Trigger trigger,
      long createdAt) {
    this.dag = dag;
    this.number = number;
    this.compiled = compiled;
    this.key = key;
    this.given = given;
    this.trigger = trigger;
    this.createdAt = createdAt;
    activeSince = createdAt;
    states = new byte[compiled.size()];
    unresolved = new int[compiled.size()];
    instances = new Instance[compiled.size()];
    tables = new ShardTable[compiled.size()];
    open = compiled.size();
    for (CompiledTask task : compiled.tasks()) {
      unresolved[task.index()] = task.in().size();
    }
  }

  /// Number of the DAG.
  public int dag() {
    return dag;
  }

  /// Number of the run in its DAG.
  public long number() {
    return number;
  }

  /// What it executes.
  public CompiledGraph compiled() {
    return compiled;
  }

  /// Idempotency key, or null.
  public @Nullable String key() {
    return key;
  }

  /// Parameters it was created with; those that are to win over the ones made of its slot.
  public Value given() {
    return given;
  }

  /// Its parameters: made of its slot once they are, else those it was created with.
  public Value params() {
    Instance maker = compiled.slotParams() < 0 ? null : instances[compiled.slotParams()];
    return maker == null || maker.output == null ? given : maker.output;
  }

  /// Whether its parameters are made of its slot.
  public boolean makesParams() {
    return compiled.slotParams() >= 0 && trigger.ofSlot() != null;
  }

  /// Why it exists.
  public Trigger trigger() {
    return trigger;
  }

  /// When it was created, in milliseconds since 1970.
  public long createdAt() {
    return createdAt;
  }

  /// When it was created, or made active again the last time, in milliseconds since 1970.
  public long activeSince() {
    return activeSince;
  }

  /// Whether it is the active run of a slot, and was never made active again.
  public boolean occupiesSlot() {
    return (trigger instanceof Trigger.Slot || trigger instanceof Trigger.Assets) && underWay();
  }

  /// Whether it is active, and was never made active again.
  public boolean underWay() {
    return outcome == null && activeSince == createdAt;
  }

  /// When its first attempt was assigned, 0 for not yet.
  public long startedAt() {
    return startedAt;
  }

  /// When it ended, 0 while it is active.
  public long endedAt() {
    return endedAt;
  }

  /// How it ended, null while it is active.
  public @Nullable RunOutcome outcome() {
    return outcome;
  }

  /// Whether somebody asked to cancel it.
  public boolean cancelRequested() {
    return cancelRequested;
  }

  /// When it was asked to stop, 0 unless it was.
  public long cancelledAt() {
    return cancelledAt;
  }

  /// Whether it was asked to stop because its deadline was over.
  public boolean deadlineOver() {
    return deadlineOver;
  }

  /// Whether its clean-up was asked to stop too.
  public boolean cleanUpStopped() {
    return cleanUpStopped;
  }

  /// Whether a task may not begin, or go on: the run was asked to stop, and the task is not clean-up that may still run.
  public boolean stopped(int task) {
    return cancelRequested
        && (cleanUpStopped || compiled.graph().cancelGraceMillis() == 0 || !compiled.task(task).cleansUp());
  }

  /// How a task ends that was stopped with the run.
  public TaskState cutShort() {
    return deadlineOver ? TaskState.TIMED_OUT : TaskState.CANCELLED;
  }

  /// Why it was cancelled, null unless it was.
  public @Nullable String cancelReason() {
    return cancelReason;
  }

  /// Tasks that are not terminal.
  public int open() {
    return open;
  }

  /// State of a task.
  public TaskState state(int task) {
    return TaskState.of(states[task]);
  }

  /// Edges into a task that may still change what it waits for.
  public int unresolved(int task) {
    return unresolved[task];
  }

  /// What belongs to a task that has begun, null while it waits.
  public @Nullable Instance instance(int task) {
    return instances[task];
  }

  /// What belongs to a task, made if it only waited so far.
  public Instance begin(int task) {
    Instance instance = instances[task];
    if (instance == null) {
      instance = new Instance();
      instances[task] = instance;
    }
    return instance;
  }

  /// The shards of a task, null while it has none.
  public @Nullable ShardTable table(int task) {
    return tables[task];
  }

  /// The shards a task must have because a fact names them.
  ///
  /// @throws IllegalStateException if it has none
  public ShardTable shards(int task) {
    ShardTable table = tables[task];
    if (table == null) {
      throw new IllegalStateException("Expected task '" + compiled.task(task).id() + "' of run " + dag + "/" + number
          + " to have shards, but it has none");
    }
    return table;
  }

  /// Gives a task its shards. Tasks aligned with it no longer wait for it as a whole.
  public void table(int task, ShardTable table) {
    boolean first = tables[task] == null;
    tables[task] = table;
    if (first && !state(task).terminal()) {
      for (Edge edge : compiled.task(task).out()) {
        if (edge.kind() == EdgeKind.ALIGNED) {
          unresolved[edge.to()]--;
        }
      }
    }
  }

  /// Puts a task into a state, and keeps the counts that depend on it.
  public void move(int task, TaskState state) {
    TaskState before = state(task);
    states[task] = (byte) state.ordinal();
    if (before.terminal() != state.terminal()) {
      open += state.terminal() ? -1 : 1;
      int change = state.terminal() ? -1 : 1;
      for (Edge edge : compiled.task(task).out()) {
        if (edge.kind() != EdgeKind.ALIGNED || tables[task] == null) {
          unresolved[edge.to()] += change;
        }
      }
    }
    touch(task);
  }

  /// Takes a task back to waiting, with nothing but the numbers of its attempts left, and its shards until it has them again.
  ///
  /// @param keepsShards whether shards whose keys and elements stay the same keep their results
  public void reset(int task, boolean keepsShards) {
    ShardTable table = tables[task];
    if (table != null) {
      tables[task] = null;
      for (Edge edge : compiled.task(task).out()) {
        if (edge.kind() == EdgeKind.ALIGNED) {
          // As if the table had not been there: a terminal task still resolves the edge, until it moves below.
          unresolved[edge.to()] += state(task).terminal() ? 0 : 1;
        }
      }
    }
    Instance before = instances[task];
    move(task, TaskState.WAITING);
    if (before != null) {
      Instance after = new Instance();
      after.attempt = before.attempt;
      after.version = before.version;
      after.shardAttempts = table == null ? before.shardAttempts : table.lastAttempt();
      after.previous = table == null ? before.previous : table;
      after.keepsShards = keepsShards && (table != null || before.keepsShards);
      instances[task] = after;
    }
  }

  /// Notes when the first attempt was assigned.
  public void started(long at) {
    if (startedAt == 0) {
      startedAt = at;
    }
    dirty = true;
  }

  /// Notes that it was asked to stop.
  ///
  /// @param deadline whether because its deadline was over
  public void requestCancel(@Nullable String reason, boolean deadline, long at) {
    cancelRequested = true;
    cancelReason = reason;
    cancelledAt = at;
    deadlineOver = deadline;
    dirty = true;
  }

  /// Notes that its clean-up was asked to stop too.
  public void requestCleanUpStop() {
    cleanUpStopped = true;
    dirty = true;
  }

  /// Notes how it ended.
  public void end(RunOutcome how, long at) {
    outcome = how;
    endedAt = at;
    dirty = true;
  }

  /// Goes over to another version. Tasks that it does not have any more are over, those that are new wait.
  ///
  /// @param next the version, laid out behind the present compiled
  public void change(CompiledGraph next) {
    int known = compiled.size();
    compiled = next;
    states = Arrays.copyOf(states, next.size());
    unresolved = new int[next.size()];
    instances = Arrays.copyOf(instances, next.size());
    tables = Arrays.copyOf(tables, next.size());
    for (int task = 0; task < known; task++) {
      if (next.removed(task) && state(task) != TaskState.SUCCESS) {
        states[task] = (byte) TaskState.OMITTED.ordinal();
      }
    }
    recount();
    dirtyTasks.set(0, next.size());
    dirty = true;
  }

  /// Makes an ended run active again.
  public void reopen(long at) {
    activeSince = at;
    startedAt = at;
    outcome = null;
    endedAt = 0;
    cancelRequested = false;
    cancelReason = null;
    cancelledAt = 0;
    deadlineOver = false;
    cleanUpStopped = false;
    dirtyTasks.set(0, compiled.size()); // its active snapshot went when it ended
    dirty = true;
  }

  /// Sets what a snapshot remembers of the run as a whole.
  public void restore(long started, long ended, boolean cancel, @Nullable String reason, @Nullable RunOutcome how) {
    startedAt = started;
    endedAt = ended;
    cancelRequested = cancel;
    cancelReason = reason;
    outcome = how;
  }

  /// Sets what a snapshot remembers of how it was asked to stop.
  public void restoreStop(long at, boolean deadline, boolean cleanUp) {
    cancelledAt = at;
    deadlineOver = deadline;
    cleanUpStopped = cleanUp;
  }

  /// Sets when it became active the last time, as a snapshot remembers it. Without it, that is its creation.
  public void restoreActiveSince(long at) {
    activeSince = at;
  }

  /// Sets what a snapshot remembers of a task. [#recount] follows once all are set.
  public void restore(int task, TaskState state, @Nullable Instance instance, @Nullable ShardTable table) {
    states[task] = (byte) state.ordinal();
    instances[task] = instance;
    tables[task] = table;
  }

  /// Counts anew what follows from the states of the tasks.
  public void recount() {
    open = 0;
    for (CompiledTask task : compiled.tasks()) {
      int index = task.index();
      open += state(index).terminal() ? 0 : 1;
      int waits = 0;
      for (Edge edge : task.in()) {
        boolean resolved = state(edge.from()).terminal()
            || edge.kind() == EdgeKind.ALIGNED && tables[edge.from()] != null;
        waits += resolved ? 0 : 1;
      }
      unresolved[index] = waits;
    }
  }

  /// Notes that a task changed since it was last looked at.
  public void touch(int task) {
    dirtyTasks.set(task);
    dirty = true;
  }

  /// Notes that something changed since the run was last looked at.
  public void touch() {
    dirty = true;
  }

  /// Tasks that changed since [#clean].
  public BitSet dirtyTasks() {
    return dirtyTasks;
  }

  /// Whether anything changed since [#clean].
  public boolean dirty() {
    return dirty;
  }

  /// Whether somebody looked at what changed before: a snapshot of it may be stored.
  public boolean written() {
    return written;
  }

  /// Forgets what changed.
  public void clean() {
    written = true;
    dirty = false;
    dirtyTasks.clear();
  }
}
