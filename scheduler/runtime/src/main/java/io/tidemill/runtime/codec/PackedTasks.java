package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries.TaskStateRow;
import io.tidemill.runtime.wire.PackedTask;
import io.tidemill.runtime.wire.TaskRows;
import java.util.ArrayList;
import java.util.List;

/// Rows of task instances of one run, packed into one piece of bytes for a store to which a row costs more than its bytes.
public final class PackedTasks {
  private PackedTasks() {}

  /// Packs rows of one run.
  public static byte[] encode(Iterable<TaskRow> rows) {
    TaskRows.Builder packed = TaskRows.newBuilder();
    for (TaskRow row : rows) {
      PackedTask.Builder task = PackedTask.newBuilder()
          .setTask(row.task())
          .setState(row.state())
          .setAttempt(row.attempt())
          .setReadyAt(row.readyAt())
          .setStartedAt(row.startedAt())
          .setEndedAt(row.endedAt())
          .setOutputId(row.outputId())
          .setShards(row.shards() + 1)
          .setShardsDone(row.shardsDone())
          .setShardsFailed(row.shardsFailed())
          .setVersion(row.version())
          .setDueAt(row.dueAt())
          .setRanMicros(row.spent().ranMicros())
          .setCpuMicros(row.spent().cpuMicros() + 1)
          .setPeakBytes(row.spent().peakBytes() + 1);
      if (row.agent() != null) {
        task.setAgent(row.agent());
      }
      if (row.output() != null) {
        task.setOutput(UnsafeByteOperations.unsafeWrap(row.output()));
      }
      packed.addTasks(task);
    }
    return packed.build().toByteArray();
  }

  /// The states of the rows that were packed, in their order.
  ///
  /// @throws CorruptEntryException if these are not packed rows
  public static List<TaskStateRow> states(int dag, long run, byte[] bytes) {
    return parse(dag, run, bytes).getTasksList()
        .stream()
        .map(task -> new TaskStateRow(run, task.getTask(), task.getState(), task.getAttempt()))
        .toList();
  }

  /// The rows that were packed, in their order.
  ///
  /// @throws CorruptEntryException if these are not packed rows
  public static List<TaskRow> decode(int partition, int dag, long run, byte[] bytes) {
    TaskRows packed = parse(dag, run, bytes);
    List<TaskRow> rows = new ArrayList<>(packed.getTasksCount());
    for (PackedTask task : packed.getTasksList()) {
      rows.add(new TaskRow(partition, dag, run, task.getTask(), task.getState(), task.getAttempt(), task.getReadyAt(),
          task.getStartedAt(), task.getEndedAt(),
          task.hasAgent() ? task.getAgent() : null, task.hasOutput() ? task.getOutput().toByteArray() : null,
          task.getOutputId(), task.getShards() - 1, task.getShardsDone(), task.getShardsFailed(),
          task.getVersion(), task.getDueAt(),
          new ResourceUsage(task.getRanMicros(), task.getCpuMicros() - 1, task.getPeakBytes() - 1)));
    }
    return rows;
  }

  private static TaskRows parse(int dag, long run, byte[] bytes) {
    try {
      return TaskRows.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException("Expected the packed tasks of run " + run + " of DAG " + dag + ", but found "
          + bytes.length + " bytes that are none; restore a backup (" + e.getMessage() + ")");
    }
  }
}
