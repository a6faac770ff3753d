package io.tidemill.engine.state;

import io.tidemill.engine.graph.CompiledGraphs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything one partition knows. One thread at a time may use it.
///
/// `runs` and what they hold follow from the facts. Timers, the ready queue, the index of what agents have and the notes of
/// what changed follow from the runs: they are rebuilt at recovery and never written.
public final class PartitionState {
  private final CompiledGraphs plans;
  private final RunDecoder decoder;
  private final Map<Integer, DagState> dags = new LinkedHashMap<>();
  private final ReadyQueue ready = new ReadyQueue();
  private final AssignmentIndex assignments = new AssignmentIndex();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final List<RunState> dirtyRuns = new ArrayList<>();
  private final Set<Integer> suspended = new HashSet<>();
  private long lastTime;

  public PartitionState(CompiledGraphs plans, RunDecoder decoder) {
    this.plans = plans;
    this.decoder = decoder;
  }

  /// How snapshots are read.
  public RunDecoder decoder() {
    return decoder;
  }

  /// Where plans are looked up.
  public CompiledGraphs plans() {
    return plans;
  }

  /// DAGs by number.
  public Map<Integer, DagState> dags() {
    return dags;
  }

  /// The DAG with that number, made if it is new.
  public DagState dag(int number) {
    return dags.computeIfAbsent(number, DagState::new);
  }

  /// A run in memory, or null.
  public @Nullable RunState run(int dag, long run) {
    DagState state = dags.get(dag);
    return state == null ? null : state.runs().get(run);
  }

  /// A run that must be in memory because a fact names it.
  ///
  /// @throws IllegalStateException if it is not
  public RunState existing(int dag, long run) {
    RunState state = run(dag, run);
    if (state == null) {
      throw new IllegalStateException("Expected run " + dag + "/" + run + " to be in memory, but it is not");
    }
    return state;
  }

  /// Task instances that may have something to start.
  public ReadyQueue ready() {
    return ready;
  }

  /// Puts a task instance into the ready queue, a sharded one only if it has a ready shard and does not stand there.
  public void offer(RunState run, int task) {
    ShardTable table = run.table(task);
    if (table == null || table.count(ShardState.READY) > 0 && !table.queued(true)) {
      ready.add(run, task);
    }
  }

  /// Which agent has what. Appliers keep it.
  public AssignmentIndex assignments() {
    return assignments;
  }

  /// Instants at which something is due, one for each owner that waits for one. Appliers keep them.
  public TreeSet<Timer> timers() {
    return timers;
  }

  /// Sets the timer of a task to what its state asks for now.
  public void arm(RunState run, int task) {
    Instance instance = run.instance(task);
    if (instance == null) {
      return;
    }
    long at = Deadlines.next(run, task);
    if (at != instance.timerAt) {
      move(Timer.of(run, task, instance.timerAt), Timer.of(run, task, at));
      instance.timerAt = at;
    }
  }

  /// Sets the timer of a run as a whole to what its state asks for now.
  public void arm(RunState run) {
    long at = Deadlines.run(run);
    if (at != run.timerAt) {
      move(Timer.of(run, run.timerAt), Timer.of(run, at));
      run.timerAt = at;
    }
  }

  private void move(Timer from, Timer to) {
    if (from.at() != Deadlines.NEVER) {
      timers.remove(from);
    }
    if (to.at() != Deadlines.NEVER) {
      timers.add(to);
    }
  }

  /// Time of the last fact, in milliseconds since 1970.
  public long lastTime() {
    return lastTime;
  }

  /// Notes the time of a fact.
  public void sawTime(long at) {
    lastTime = Math.max(lastTime, at);
  }

  /// Takes in a run that a snapshot remembers, with what follows from it.
  public void restore(RunState run) {
    DagState dag = dag(run.dag());
    dag.runs().put(run.number(), run);
    dag.sawRun(run.number());
    String key = run.key();
    if (key != null) {
      dag.remember(key, run.number());
    }
    for (int task = 0; task < run.plan().size(); task++) {
      ShardTable table = run.table(task);
      if (run.state(task) == TaskState.READY || table != null) {
        offer(run, task);
      }
      assignments.restore(run, task);
      arm(run, task);
    }
    arm(run);
  }

  /// Keeps a DAG apart: nothing of it is due or ready until the state is recovered anew. What is known of it stays, and is
  /// written as before.
  public void suspend(int dag) {
    suspended.add(dag);
    timers.removeIf(timer -> timer.dag() == dag);
  }

  /// Keeps a DAG apart of which nothing is known: it could not be recovered.
  public void forget(int dag) {
    suspend(dag);
    dags.remove(dag);
    dirtyRuns.removeIf(run -> run.dag() == dag);
    assignments.forget(dag);
  }

  /// Whether a DAG is kept apart.
  public boolean suspended(int dag) {
    return suspended.contains(dag);
  }

  /// DAGs that are kept apart.
  public Set<Integer> suspended() {
    return suspended;
  }

  /// Notes that a run changed.
  public void touched(RunState run, boolean wasDirty) {
    if (!wasDirty && run.dirty()) {
      dirtyRuns.add(run);
    }
  }

  /// Runs that changed since they were last looked at. Whoever looks clears it.
  public List<RunState> dirtyRuns() {
    return dirtyRuns;
  }
}
