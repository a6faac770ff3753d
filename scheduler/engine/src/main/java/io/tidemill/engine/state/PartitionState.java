package io.tidemill.engine.state;

import io.tidemill.engine.graph.CompiledGraphs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything one partition knows. One thread at a time may use it.
///
/// `runs` and what they hold follow from the facts. Timers, the ready queue, the index of what agents have and the notes of
/// what changed follow from the runs: they are rebuilt at recovery and never written.
public final class PartitionState {
  private final CompiledGraphs graphs;
  private final RunDecoder decoder;
  private final Map<Integer, DagState> dags = new LinkedHashMap<>();
  private final ReadyQueue ready = new ReadyQueue();
  private final AssignmentIndex assignments = new AssignmentIndex();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final TreeSet<Timer> slotTimers = new TreeSet<>();
  private final List<RunState> dirtyRuns = new ArrayList<>();
  private final Set<Integer> suspended = new HashSet<>();
  private final Map<String, PauseHistory> pauses = new TreeMap<>();
  private final Map<String, MaintenanceWindow> maintenance = new TreeMap<>();
  private long maintenanceDueAt = Deadlines.NEVER;
  private boolean dirty;
  private long lastTime;

  public PartitionState(CompiledGraphs graphs, RunDecoder decoder) {
    this.graphs = graphs;
    this.decoder = decoder;
  }

  /// How snapshots are read.
  public RunDecoder decoder() {
    return decoder;
  }

  /// Where graphs are looked up.
  public CompiledGraphs graphs() {
    return graphs;
  }

  /// DAGs by number.
  public Map<Integer, DagState> dags() {
    return dags;
  }

  /// The DAG with that number, made if it is new.
  public DagState dag(int number) {
    return dags.computeIfAbsent(number, DagState::new);
  }

  /// Number of the last message that a DAG or asset took of a sender, 0 before the first.
  public long taken(int dag, int sender) {
    DagState state = dags.get(dag);
    return state == null ? 0 : state.links().messages().taken(sender);
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

  /// Instants at which a run, task or backfill must be looked at, one for each that waits for one. Appliers keep them.
  public TreeSet<Timer> timers() {
    return timers;
  }

  /// Instants at which the schedules of DAGs must be looked at, one for each DAG that waits for one. Appliers keep them. They are
  /// apart, since somebody else may keep time for them.
  public TreeSet<Timer> slotTimers() {
    return slotTimers;
  }

  /// The timer that is due next, null for none.
  public @Nullable Timer nextTimer() {
    if (timers.isEmpty() || slotTimers.isEmpty()) {
      return timers.isEmpty() ? slotTimers.isEmpty() ? null : slotTimers.first() : timers.first();
    }
    return slotTimers.first().compareTo(timers.first()) < 0 ? slotTimers.first() : timers.first();
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

  /// Sets the timers of a DAG's schedules and backfills to what their state asks for now.
  public void arm(DagState dag) {
    for (BackfillState backfill : dag.backfills().values()) {
      arm(dag, backfill);
    }
    boolean armed = dag.timerAt != Deadlines.NEVER || dag.assetsTimerAt != Deadlines.NEVER
        || dag.latenessTimerAt != Deadlines.NEVER;
    if (dag.version() == 0 && !armed || suspended.contains(dag.number())) {
      return;
    }
    boolean paused = paused(dag);
    long assets = paused ? Deadlines.NEVER : Deadlines.assets(dag);
    if (assets != dag.assetsTimerAt) {
      move(Timer.ofAssets(dag, dag.assetsTimerAt), Timer.ofAssets(dag, assets));
      dag.assetsTimerAt = assets;
    }
    long at = paused ? Deadlines.NEVER : Deadlines.schedules(dag);
    if (at != dag.timerAt) {
      move(Timer.of(dag, dag.timerAt), Timer.of(dag, at));
      dag.timerAt = at;
    }
    // In a pause too: whoever waits for the slot wants to know.
    long late = Deadlines.lateness(dag);
    if (late != dag.latenessTimerAt) {
      move(Timer.ofLateness(dag, dag.latenessTimerAt), Timer.ofLateness(dag, late));
      dag.latenessTimerAt = late;
    }
  }

  private void arm(DagState dag, BackfillState backfill) {
    long at = suspended.contains(dag.number()) ? Deadlines.NEVER : Deadlines.backfill(dag, backfill);
    if (at != backfill.timerAt) {
      move(Timer.of(dag, backfill, backfill.timerAt), Timer.of(dag, backfill, at));
      backfill.timerAt = at;
    }
  }

  /// Takes away the timer that is due next. What follows from it sets its owner's anew.
  ///
  /// @throws java.util.NoSuchElementException if there is none
  public Timer takeTimer() {
    boolean ofSchedules = !slotTimers.isEmpty() && slotTimers.first().equals(nextTimer());
    Timer timer = ofSchedules ? slotTimers.removeFirst() : timers.removeFirst();
    if (timer.owner() == Timer.Owner.SCHEDULE) {
      dag(timer.dag()).timerAt = Deadlines.NEVER;
    } else if (timer.owner() == Timer.Owner.ASSETS) {
      dag(timer.dag()).assetsTimerAt = Deadlines.NEVER;
    } else if (timer.owner() == Timer.Owner.LATENESS) {
      dag(timer.dag()).latenessTimerAt = Deadlines.NEVER;
    } else if (timer.owner() == Timer.Owner.MAINTENANCE) {
      maintenanceDueAt = Deadlines.NEVER;
    } else if (timer.owner() == Timer.Owner.BACKFILL) {
      BackfillState backfill = dag(timer.dag()).backfills().get(timer.number());
      if (backfill != null) {
        backfill.timerAt = Deadlines.NEVER;
      }
    }
    return timer;
  }

  /// Pauses of DAGs of this partition by tag; the empty tag stands for all DAGs. Appliers keep it.
  public Map<String, PauseHistory> pauses() {
    return pauses;
  }

  /// Pauses of the DAGs with a tag, made if there were none.
  public PauseHistory pause(String tag) {
    return pauses.computeIfAbsent(tag, unused -> new PauseHistory());
  }

  /// Tags whose pauses are over and in which no slot was due that is not decided. Which they are a fact says: snapshots of DAGs are of
  /// other moments than that of the partition.
  public List<String> settledPauses() {
    return pauses.entrySet()
        .stream()
        .filter(group -> group.getValue().since() == 0 && dags.values().stream().noneMatch(dag -> {
          boolean ofGroup = group.getKey().isEmpty() || dag.tags().contains(group.getKey());
          return ofGroup
              && dag.schedules().values().stream().anyMatch(each -> each.dueAt() <= group.getValue().endedAt());
        }))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Maintenance windows by id, those that are over only while a slot of them is not decided. Appliers keep it.
  public Map<String, MaintenanceWindow> maintenance() {
    return maintenance;
  }

  /// A maintenance window that must be known because a fact names it.
  ///
  /// @throws IllegalStateException if it is not
  public MaintenanceWindow maintenance(String id) {
    MaintenanceWindow window = maintenance.get(id);
    if (window == null) {
      throw new IllegalStateException("Expected maintenance window " + id + " to be known, but it is not");
    }
    return window;
  }

  /// Adds a maintenance window, or puts what became of it in its place.
  public void set(MaintenanceWindow window) {
    maintenance.put(window.id(), window);
    long at = Deadlines.NEVER;
    for (MaintenanceWindow each : maintenance.values()) {
      at = Math.min(at, each.dueAt());
    }
    move(Timer.ofMaintenance(maintenanceDueAt), Timer.ofMaintenance(at));
    maintenanceDueAt = at;
  }

  /// When a maintenance window begins or ends next, in milliseconds since 1970, [Deadlines#NEVER] for never.
  public long maintenanceDueAt() {
    return maintenanceDueAt;
  }

  /// Ids of maintenance windows that are over and in which no slot was due that is not decided. A fact says which they are, too.
  public List<String> settledMaintenance() {
    return maintenance.values()
        .stream()
        .filter(window -> window.stage() == MaintenanceWindow.Stage.ENDED
            && dags.values()
                .stream()
                .noneMatch(dag -> window.concerns(dag)
                    && dag.schedules().values().stream().anyMatch(each -> each.dueAt() < window.until())))
        .map(MaintenanceWindow::id)
        .toList();
  }

  /// Whether a DAG is in maintenance.
  public boolean inMaintenance(DagState dag) {
    return maintenance.values()
        .stream()
        .anyMatch(window -> window.stage() == MaintenanceWindow.Stage.ACTIVE && window.concerns(dag));
  }

  /// Times in which the slots of a DAG were not decided on purpose: pauses and maintenance, in order. Where both are, it is a pause.
  ///
  /// @param now end of those that last
  public List<PauseHistory.Span> restsOf(DagState dag, long now) {
    return Rests.of(pausesOf(dag), maintenance.values().stream().filter(each -> each.concerns(dag)).toList(), now);
  }

  /// Sets what follows for all DAGs when a pause of a group began or ended.
  public void pausesChanged() {
    dirty = true;
    for (DagState dag : dags.values()) {
      arm(dag);
      dag.touch();
    }
  }

  /// When the first pause began that lasts for a DAG, of it itself, one of its tags, or all; in milliseconds since 1970, 0 for none.
  public long pausedSince(DagState dag) {
    long first = 0;
    for (PauseHistory kind : pausesOf(dag)) {
      first = kind.since() == 0 || first != 0 && first < kind.since() ? first : kind.since();
    }
    return first;
  }

  /// Whether the schedules of a DAG are paused: it itself, one of its tags, or all; or are in maintenance.
  public boolean paused(DagState dag) {
    return pausedSince(dag) != 0 || !maintenance.isEmpty() && inMaintenance(dag);
  }

  /// Whether the schedules of a DAG are paused with others, or in maintenance.
  public boolean pausedByGroup(DagState dag) {
    return inMaintenance(dag) || pausesOf(dag).stream().skip(1).anyMatch(kind -> kind.since() != 0);
  }

  /// Pauses that concern a DAG, its own first.
  public List<PauseHistory> pausesOf(DagState dag) {
    if (pauses.isEmpty()) {
      return List.of(dag.pauses());
    }
    List<PauseHistory> all = new ArrayList<>();
    all.add(dag.pauses());
    PauseHistory ofAll = pauses.get("");
    if (ofAll != null) {
      all.add(ofAll);
    }
    for (String tag : dag.tags()) {
      PauseHistory ofTag = pauses.get(tag);
      if (ofTag != null) {
        all.add(ofTag);
      }
    }
    return all;
  }

  /// Notes that something of the partition itself changed.
  public void touch() {
    dirty = true;
  }

  /// Whether something of the partition itself changed since [#clean].
  public boolean dirty() {
    return dirty;
  }

  /// Forgets that something of the partition itself changed.
  public void clean() {
    dirty = false;
  }

  private void move(Timer from, Timer to) {
    TreeSet<Timer> kind = from.owner() == Timer.Owner.SCHEDULE ? slotTimers : timers;
    if (from.at() != Deadlines.NEVER) {
      kind.remove(from);
    }
    if (to.at() != Deadlines.NEVER) {
      kind.add(to);
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
    dag.addSlotRuns(run.occupiesSlot() ? 1 : 0);
    dag.track(run);
    dag.sawRun(run.number());
    String key = run.key();
    if (key != null) {
      dag.remember(key, run.number());
    }
    for (int task = 0; task < run.compiled().size(); task++) {
      ShardTable table = run.table(task);
      if (run.state(task) == TaskState.READY || table != null) {
        offer(run, task);
      }
      assignments.restore(run, task);
      arm(run, task);
    }
    arm(run);
    arm(dag);
  }

  /// Notes how the active runs of slots and backfills changed with a run.
  ///
  /// @param occupied whether the run was the active one of a slot before
  public void countSlotRuns(RunState run, boolean occupied) {
    dag(run.dag()).track(run);
    if (run.occupiesSlot() != occupied) {
      dag(run.dag()).addSlotRuns(occupied ? -1 : 1);
    }
  }

  /// Keeps a DAG apart: nothing of it is due or ready until the state is recovered anew. What is known of it stays, and is
  /// written as before.
  public void suspend(int dag) {
    suspended.add(dag);
    timers.removeIf(timer -> timer.dag() == dag);
    slotTimers.removeIf(timer -> timer.dag() == dag);
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
