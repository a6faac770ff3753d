package io.tidemill.engine.state;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One active run: the states of its tasks, and what belongs to those that have begun.
///
/// A task that waits costs a byte, an int and an empty reference.
public final class RunState {
  private final int dag;
  private final long number;
  private final CompiledGraph plan;
  private final @Nullable String key;
  private final Value params;
  private final Trigger trigger;
  private final long createdAt;
  private final byte[] states;
  private final int[] unresolved;
  private final @Nullable Instance[] instances;
  private final @Nullable ShardTable[] tables;
  private int open;
  private long startedAt;
  private long endedAt;
  private boolean cancelRequested;
  private @Nullable String cancelReason;
  private @Nullable RunOutcome outcome;
  private long activeSince;
  long timerAt = Deadlines.NEVER;

  private boolean dirty;
  private boolean written;
  private final BitSet dirtyTasks = new BitSet();

  /// A run whose tasks all wait.
  ///
  /// @param key idempotency key, null where none was given
  public RunState(int dag, long number, CompiledGraph plan, @Nullable String key, Value params, Trigger trigger,
      long createdAt) {
    this.dag = dag;
    this.number = number;
    this.plan = plan;
    this.key = key;
    this.params = params;
    this.trigger = trigger;
    this.createdAt = createdAt;
    activeSince = createdAt;
    states = new byte[plan.size()];
    unresolved = new int[plan.size()];
    instances = new Instance[plan.size()];
    tables = new ShardTable[plan.size()];
    open = plan.size();
    for (CompiledTask task : plan.tasks()) {
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
  public CompiledGraph plan() {
    return plan;
  }

  /// Idempotency key, or null.
  public @Nullable String key() {
    return key;
  }

  /// Its parameters.
  public Value params() {
    return params;
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
      throw new IllegalStateException("Expected task '" + plan.task(task).id() + "' of run " + dag + "/" + number
          + " to have shards, but it has none");
    }
    return table;
  }

  /// Gives a task its shards. Tasks aligned with it no longer wait for it as a whole.
  public void table(int task, ShardTable table) {
    boolean first = tables[task] == null;
    tables[task] = table;
    if (first && !state(task).terminal()) {
      for (Edge edge : plan.task(task).out()) {
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
      for (Edge edge : plan.task(task).out()) {
        if (edge.kind() != EdgeKind.ALIGNED || tables[task] == null) {
          unresolved[edge.to()] += change;
        }
      }
    }
    touch(task);
  }

  /// Takes a task back to waiting, with nothing but the numbers of its attempts left.
  public void reset(int task) {
    ShardTable table = tables[task];
    if (table != null) {
      tables[task] = null;
      for (Edge edge : plan.task(task).out()) {
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
      after.shardAttempts = table == null ? before.shardAttempts : table.lastAttempt();
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

  /// Notes that somebody asked to cancel.
  public void requestCancel(@Nullable String reason) {
    cancelRequested = true;
    cancelReason = reason;
    dirty = true;
  }

  /// Notes how it ended.
  public void end(RunOutcome how, long at) {
    outcome = how;
    endedAt = at;
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
    dirtyTasks.set(0, plan.size()); // its active snapshot went when it ended
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
    for (CompiledTask task : plan.tasks()) {
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
