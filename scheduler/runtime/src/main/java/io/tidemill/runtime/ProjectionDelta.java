package io.tidemill.runtime;

import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.SnapshotEncoder;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.MaintenanceEntry;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What changed in a partition between two entries, as rows. Ended runs leave memory when they are captured.
///
/// @param from the entry the tables are at
/// @param to the entry they will be at
/// @param at time of the last fact, in milliseconds since 1970
/// @param refused DAGs of which nothing is written since a row of theirs could not be made or written, with the reason; their snapshots
///     stay of the entry they are of
record ProjectionDelta(int partition, long epoch, long from, long to, long at, List<RunChunk> chunks,
    List<EndedRun> ended, List<RunChunk> finals, List<RunRow> runs, List<TaskRow> tasks,
    List<CapturedFailures.Row> failures, List<SlotRow> slots, List<ScheduleRow> schedules,
    List<BackfillRow> backfills, List<BackfillSlotRow> backfillSlots, List<LateSlotRow> lateSlots,
    Map<Integer, String> refused) {
  static ProjectionDelta of(int partition, long epoch, long from, long to, PartitionState state,
      CapturedFailures failures, CapturedSlots slots,
      Map<Integer, byte[]> marks, AgentPort agents) {
    ProjectionDelta capture = new ProjectionDelta(partition, epoch, from, to, state.lastTime(), new ArrayList<>(),
        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), failures.rows(), slots.rows(),
        new ArrayList<>(), new ArrayList<>(), slots.backfillRows(), slots.lateRows(), Map.of());
    Map<Integer, String> refused = new HashMap<>();
    for (RunState run : state.dirtyRuns()) {
      attempt(run.dag(), "its run " + run.number(), refused, () -> capture.add(state, run, agents));
    }
    state.dirtyRuns().clear();
    boolean changed = state.dirty() || !capture.runs.isEmpty();
    state.clean();
    for (DagState dag : state.dags().values()) {
      if (dag.dirty()) {
        attempt(dag.number(), "its own snapshot", refused, () -> {
          SnapshotEncoder.dag(dag)
              .forEach(chunk -> capture.chunks
                  .add(new RunChunk(partition, dag.number(), 0, chunk.number(), chunk.bytes())));
          capture.addSchedules(state, dag);
          capture.addBackfills(dag);
        });
        dag.clean();
        changed = true;
      }
    }
    if (changed || !capture.chunks.isEmpty()) {
      // Of the partition itself: no DAG has number 0.
      capture.chunks.add(new RunChunk(partition, 0, 0, 0, SnapshotEncoder.partition(state)));
    }
    marks.forEach((dag, mark) -> capture.chunks.add(new RunChunk(partition, dag, 0, SnapshotChunk.HELD, mark)));
    return refused.isEmpty() ? capture : capture.without(refused);
  }

  private static void attempt(int dag, String place, Map<Integer, String> refused, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError e) {
      refused.putIfAbsent(dag, "the rows of " + place + " cannot be made: " + e);
    }
  }

  /// All DAGs with rows, and 0 if there are rows of the partition itself.
  Set<Integer> dags() {
    Set<Integer> dags = new TreeSet<>();
    chunks.forEach(row -> dags.add(row.dag()));
    ended.forEach(row -> dags.add(row.dag()));
    finals.forEach(row -> dags.add(row.dag()));
    runs.forEach(row -> dags.add(row.dag()));
    tasks.forEach(row -> dags.add(row.dag()));
    failures.forEach(row -> dags.add(row.dag()));
    slots.forEach(row -> dags.add(row.dag()));
    schedules.forEach(row -> dags.add(row.dag()));
    backfills.forEach(row -> dags.add(row.dag()));
    backfillSlots.forEach(row -> dags.add(row.dag()));
    lateSlots.forEach(row -> dags.add(row.dag()));
    return dags;
  }

  /// Only the rows of some DAGs.
  ProjectionDelta only(Collection<Integer> dags) {
    return kept(dags::contains, refused);
  }

  /// All but the rows of some DAGs. Their snapshots stay of the entry they are of, and the next recovery is told so.
  ///
  /// @param because the DAGs, with the reasons
  ProjectionDelta without(Map<Integer, String> because) {
    Map<Integer, String> all = new HashMap<>(refused);
    all.putAll(because);
    ProjectionDelta rest = kept(dag -> !all.containsKey(dag), Map.copyOf(all));
    byte[] mark = SnapshotEncoder.heldAt(from);
    for (int dag : all.keySet()) {
      // Snapshots that were to catch up in this step stay as far behind as they are.
      boolean behind = chunks.stream().anyMatch(c -> c.dag() == dag && c.run() == 0 && c.chunk() == SnapshotChunk.HELD);
      if (!behind) {
        rest.chunks.add(new RunChunk(partition, dag, 0, SnapshotChunk.HELD, mark));
      }
    }
    return rest;
  }

  private ProjectionDelta kept(IntPredicate dags, Map<Integer, String> nowRefused) {
    return new ProjectionDelta(partition, epoch, from, to, at, kept(chunks, dags, RunChunk::dag),
        kept(ended, dags, EndedRun::dag), kept(finals, dags, RunChunk::dag), kept(runs, dags, RunRow::dag),
        kept(tasks, dags, TaskRow::dag), kept(failures, dags, CapturedFailures.Row::dag),
        kept(slots, dags, SlotRow::dag), kept(schedules, dags, ScheduleRow::dag),
        kept(backfills, dags, BackfillRow::dag), kept(backfillSlots, dags, BackfillSlotRow::dag),
        kept(lateSlots, dags, LateSlotRow::dag), nowRefused);
  }

  private static <T> List<T> kept(List<T> rows, IntPredicate dags, ToIntFunction<T> dag) {
    List<T> kept = new ArrayList<>();
    for (T row : rows) {
      if (dags.test(dag.applyAsInt(row))) {
        kept.add(row);
      }
    }
    return kept;
  }

  private void addSchedules(PartitionState state, DagState dag) {
    List<PauseEntry> pauses = pauses(state, dag);
    List<MaintenanceEntry> maintenance = state.maintenance()
        .values()
        .stream()
        .filter(window -> window.stage() != MaintenanceWindow.Stage.ENDED && window.concerns(dag))
        .map(MaintenanceEntry::of)
        .toList();
    for (ScheduleState schedule : dag.schedules().values()) {
      ScheduleNode node = schedule.node();
      ScheduledSlot next = schedule.next();
      int waiting = (int) dag.waiting().stream().filter(slot -> slot.schedule().equals(schedule.name())).count();
      schedules.add(new ScheduleRow(partition, dag.number(), schedule.name(), node == null ? "" : node.text(),
          node == null ? "" : node.zone(), schedule.cursor(), next == null ? 0 : next.time().toEpochMilli(),
          next == null ? 0 : schedule.dueAt(), waiting, state.pausedSince(dag), pauses, maintenance));
    }
  }

  private static List<PauseEntry> pauses(PartitionState state, DagState dag) {
    List<PauseEntry> pauses = new ArrayList<>();
    if (dag.pauses().since() != 0) {
      pauses.add(new PauseEntry(null, dag.pauses().since(), dag.pauses().by()));
    }
    state.pauses().forEach((tag, pause) -> {
      if (pause.since() != 0 && (tag.isEmpty() || dag.tags().contains(tag))) {
        pauses.add(new PauseEntry(tag, pause.since(), pause.by()));
      }
    });
    return pauses;
  }

  private void addBackfills(DagState dag) {
    for (BackfillState backfill : dag.backfills().values()) {
      BackfillSpec spec = backfill.spec();
      BackfillStatus status = backfill.status();
      backfills.add(new BackfillRow(partition, dag.number(), backfill.number(), spec.schedule(), spec.node().zone(),
          spec.from(), spec.until(), spec.reprocess(), spec.order(), spec.concurrency(), status, spec.by(),
          backfill.createdAt(), status.ended() ? backfill.changedAt() : 0, backfill.totals(), backfill.waiting(),
          backfill.active().size(), backfill.counts()));
    }
    dag.backfills().values().removeIf(backfill -> backfill.status().ended());
  }

  private void add(PartitionState state, RunState run, AgentPort agents) {
    runs.add(row(run));
    for (int task = run.dirtyTasks().nextSetBit(0); task >= 0; task = run.dirtyTasks().nextSetBit(task + 1)) {
      Instance instance = run.instance(task);
      if (instance != null) {
        tasks.add(row(run, task, instance, agents));
      }
    }
    if (run.outcome() == null) {
      for (SnapshotChunk chunk : SnapshotEncoder.changed(run)) {
        chunks.add(new RunChunk(partition, run.dag(), run.number(), chunk.number(), chunk.bytes()));
      }
    } else {
      if (run.written() || run.activeSince() != run.createdAt()) {
        ended.add(new EndedRun(partition, run.dag(), run.number()));
      }
      for (SnapshotChunk chunk : SnapshotEncoder.all(run)) {
        finals.add(new RunChunk(partition, run.dag(), run.number(), chunk.number(), chunk.bytes()));
      }
      state.dag(run.dag()).runs().remove(run.number());
    }
    run.clean();
  }

  private RunRow row(RunState run) {
    int failed = 0;
    for (CompiledTask task : run.compiled().tasks()) {
      failed += run.state(task.index()).failed() ? 1 : 0;
    }
    Value params = run.params();
    return new RunRow(partition, run.dag(), run.number(), run.compiled().version(), status(run), run.key(),
        run.trigger().kind(), run.trigger().origin(), run.createdAt(), run.startedAt(), run.endedAt(), params.inline(),
        params.id(), run.compiled().size(),
        run.compiled().size() - run.open(), failed, RunCause.of(run),
        run.trigger().ofSlot(),
        run.compiled().versions().subList(0, run.compiled().versions().size() - 1));
  }

  private static RunStatus status(RunState run) {
    RunOutcome outcome = run.outcome();
    if (outcome == null) {
      return run.cancelRequested() ? RunStatus.CANCELLING : RunStatus.RUNNING;
    }
    return switch (outcome) {
      case SUCCESS -> RunStatus.SUCCESS;
      case FAILED -> RunStatus.FAILED;
      case CANCELLED -> RunStatus.CANCELLED;
      case SKIPPED -> RunStatus.SKIPPED;
    };
  }

  private static long due(RunState run, int task, @Nullable ShardTable table, Instance instance) {
    if (table == null) {
      return run.state(task) == TaskState.RETRY_WAIT ? instance.dueAt : 0;
    }
    return table.count(ShardState.RETRY_WAIT) == 0 ? 0 : table.nextDue();
  }

  private TaskRow row(RunState run, int task, Instance instance, AgentPort agents) {
    ShardTable table = run.table(task);
    @Nullable Value output = instance.output;
    return new TaskRow(partition, run.dag(), run.number(), task, run.state(task).ordinal(), instance.attempt,
        instance.readyAt, instance.startedAt, instance.endedAt, agents.name(instance.agent),
        output == null ? null : output.inline(), output == null ? 0 : output.id(), table == null ? -1 : table.live(),
        table == null ? 0 : table.count(ShardState.SUCCESS),
        table == null
            ? 0
            : table.terminal() - table.count(ShardState.SUCCESS) - table.count(ShardState.OMITTED),
        instance.version, due(run, task, table, instance), instance.spent);
  }
}
