package io.tidemill.runtime;

import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.SnapshotEncoder;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What changed in a partition between two entries, as rows. Ended runs leave memory when they are captured.
///
/// @param from the entry the tables are at
/// @param to the entry they will be at
record ProjectionDelta(int partition, long epoch, long from, long to, List<RunChunk> chunks, List<EndedRun> ended,
    List<RunChunk> finals, List<RunRow> runs, List<TaskRow> tasks, List<CapturedFailures.Row> failures) {
  private static final int MOST_CAUSES = 3;

  static ProjectionDelta of(int partition, long epoch, long from, long to, PartitionState state,
      CapturedFailures failures,
      Map<Integer, byte[]> marks, AgentPort agents) {
    ProjectionDelta capture = new ProjectionDelta(partition, epoch, from, to, new ArrayList<>(), new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(), new ArrayList<>(), failures.rows());
    for (RunState run : state.dirtyRuns()) {
      capture.add(state, run, agents);
    }
    state.dirtyRuns().clear();
    if (!capture.runs.isEmpty()) {
      // Of the partition itself: no DAG has number 0.
      capture.chunks.add(new RunChunk(partition, 0, 0, 0, SnapshotEncoder.partition(state)));
    }
    for (DagState dag : state.dags().values()) {
      if (dag.dirty()) {
        capture.chunks.add(new RunChunk(partition, dag.number(), 0, 0, SnapshotEncoder.dag(dag)));
        dag.clean();
      }
    }
    marks.forEach((dag, mark) -> capture.chunks.add(new RunChunk(partition, dag, 0, SnapshotChunk.HELD, mark)));
    return capture;
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
    StringBuilder cause = new StringBuilder();
    int causes = 0;
    for (CompiledTask task : run.plan().tasks()) {
      TaskState state = run.state(task.index());
      if (state.failed()) {
        failed++;
        if (state != TaskState.UPSTREAM_FAILED && ++causes <= MOST_CAUSES) {
          cause.append(causes == 1 ? "" : ", ").append(task.id()).append(' ').append(state);
        }
      }
    }
    if (causes > MOST_CAUSES) {
      cause.append(" and ").append(causes - MOST_CAUSES).append(" more");
    }
    String why = run.cancelRequested()
        ? "cancelled" + (run.cancelReason() == null ? "" : ": " + run.cancelReason())
        : cause.isEmpty() ? null : cause.toString();
    Value params = run.params();
    return new RunRow(partition, run.dag(), run.number(), run.plan().version(), status(run), run.key(),
        run.trigger().kind(), run.trigger().origin(), run.createdAt(), run.startedAt(), run.endedAt(), params.inline(),
        params.id(), run.plan().size(),
        run.plan().size() - run.open(), failed, why);
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

  private TaskRow row(RunState run, int task, Instance instance, AgentPort agents) {
    ShardTable table = run.table(task);
    @Nullable Value output = instance.output;
    return new TaskRow(partition, run.dag(), run.number(), task, run.state(task).ordinal(), instance.attempt,
        instance.readyAt, instance.startedAt, instance.endedAt, agents.name(instance.agent),
        output == null ? null : output.inline(), output == null ? 0 : output.id(), table == null ? -1 : table.size(),
        table == null ? 0 : table.count(ShardState.SUCCESS),
        table == null ? 0 : table.terminal() - table.count(ShardState.SUCCESS), instance.spent);
  }
}
