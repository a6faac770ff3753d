package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunDecoder;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.HeldChunk;
import io.tidemill.runtime.wire.PartitionChunk;
import io.tidemill.runtime.wire.RunHead;
import io.tidemill.runtime.wire.ShardChunk;
import io.tidemill.runtime.wire.TaskChunk;
import io.tidemill.runtime.wire.WireAssignment;
import io.tidemill.runtime.wire.WireInstance;
import io.tidemill.runtime.wire.WireTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads snapshots.
public final class SnapshotDecoder implements RunDecoder {
  private final CompiledGraphs plans;

  public SnapshotDecoder(CompiledGraphs plans) {
    this.plans = plans;
  }

  /// @throws CorruptEntryException if the chunks are not what was written
  @Override public RunState decode(int dag, long number, List<byte[]> chunks) {
    try {
      RunState run = null;
      for (byte[] chunk : chunks) {
        ByteBuffer content = ByteBuffer.wrap(chunk, 1, chunk.length - 1);
        if (chunk[0] == SnapshotEncoder.HEAD) {
          run = head(dag, number, RunHead.parseFrom(content));
        } else if (run == null) {
          throw new CorruptEntryException("Expected the snapshot of run " + dag + "/" + number
              + " to begin with its head, but found chunk kind " + chunk[0]);
        } else if (chunk[0] == SnapshotEncoder.TASKS) {
          tasks(run, TaskChunk.parseFrom(content));
        } else {
          shards(run, ShardChunk.parseFrom(content));
        }
      }
      if (run == null) {
        throw new CorruptEntryException("Expected a snapshot of run " + dag + "/" + number + ", but found nothing");
      }
      run.recount();
      return run;
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException("Expected the snapshot of run " + dag + "/" + number
          + ", but a chunk is not readable (" + e.getMessage() + "); restore the database from a backup");
    }
  }

  /// Number of the newest run, of what belongs to a DAG itself.
  public static long lastRun(byte[] dag) {
    try {
      return DagChunk.parseFrom(dag).getLastRun();
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException(
          "Expected the snapshot of a DAG, but it is not readable (" + e.getMessage() + ")");
    }
  }

  /// Number of the entry that a DAG's snapshots are of; null: the one that those of its partition are of.
  public static @Nullable Long heldAt(byte[] held) {
    try {
      HeldChunk chunk = HeldChunk.parseFrom(held);
      return chunk.hasAt() ? Long.valueOf(chunk.getAt()) : null;
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException("Expected of which entry the snapshots of a DAG are, but it is not readable ("
          + e.getMessage() + "); restore the database from a backup");
    }
  }

  /// Time of the last fact, of what belongs to a partition itself.
  public static long lastTime(byte[] partition) {
    try {
      return PartitionChunk.parseFrom(partition).getLastTime();
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException(
          "Expected the snapshot of a partition, but it is not readable (" + e.getMessage() + ")");
    }
  }

  private RunState head(int dag, long number, RunHead head) {
    RunState run = new RunState(dag, number, plans.plan(dag, head.getVersion()), head.hasKey() ? head.getKey() : null,
        WireValues.decode(head.getParams()), WireValues.decode(head.getTrigger()), head.getCreatedAt());
    RunOutcome outcome = head.getOutcome() == 0 ? null : RunOutcome.of(head.getOutcome() - 1);
    run.restore(head.getStartedAt(), head.getEndedAt(), head.getCancelRequested(),
        head.hasCancelReason() ? head.getCancelReason() : null, outcome);
    run.restoreActiveSince(head.getActiveSince());
    tasks(run, head.getTasks());
    return run;
  }

  private static void tasks(RunState run, TaskChunk chunk) {
    int size = chunk.getStates().size();
    @Nullable WireInstance[] instances = new WireInstance[size];
    chunk.getInstancesList().forEach(i -> instances[i.getTask() - chunk.getFirst()] = i);
    for (int i = 0; i < size; i++) {
      WireInstance wire = instances[i];
      run.restore(chunk.getFirst() + i, TaskState.of(chunk.getStates().byteAt(i)),
          wire == null ? null : instance(wire), wire == null || !wire.hasTable() ? null : table(wire.getTable()));
    }
  }

  private static Instance instance(WireInstance wire) {
    Instance instance = new Instance();
    instance.attempt = wire.getAttempt();
    instance.failures = wire.getFailures();
    instance.losses = wire.getLosses();
    instance.nonce = wire.getNonce();
    instance.agent = wire.getAgent();
    instance.readyAt = wire.getReadyAt();
    instance.lastReadyAt = wire.getLastReadyAt();
    instance.shardAttempts = wire.getShardAttempts();
    instance.startedAt = wire.getStartedAt();
    instance.endedAt = wire.getEndedAt();
    instance.dueAt = wire.getDueAt();
    instance.timedOut = wire.getTimedOut();
    instance.spent = new ResourceUsage(wire.getRanMicros(), wire.hasCpuMicros() ? wire.getCpuMicros() : -1,
        wire.hasPeakBytes() ? wire.getPeakBytes() : -1);
    instance.output = wire.hasOutput() ? WireValues.decode(wire.getOutput()) : null;
    return instance;
  }

  private static ShardTable table(WireTable wire) {
    ShardTable table = new ShardTable(wire.getCount(), ShardState.WAITING,
        wire.hasKeys() ? WireValues.decode(wire.getKeys()) : null,
        wire.hasElements() ? WireValues.decode(wire.getElements()) : null);
    table.restoreRetriesUsed(wire.getRetriesUsed());
    wire.getAssignmentsList().forEach(a -> table.assignments().put(a.getNonce(), assignment(a)));
    wire.getBlocksList()
        .forEach(
            b -> table.blocks().add(new ShardBlock(WireValues.decode(b.getValue()), WireValues.decode(b.getShards()))));
    wire.getDueList().forEach(d -> table.due().put(d.getAt(), new ArrayList<>(d.getShardsList())));
    return table;
  }

  private static ShardAssignment assignment(WireAssignment wire) {
    ShardAssignment assignment = new ShardAssignment(wire.getNonce(), wire.getAgent(), wire.getAt());
    if (wire.getTimedOut()) {
      assignment.timeOut();
    }
    return assignment;
  }

  private static void shards(RunState run, ShardChunk chunk) {
    ShardTable table = run.table(chunk.getTask());
    if (table == null || chunk.getFirst() >= table.size()) {
      return; // of an expansion before a rerun, not overwritten since
    }
    List<ShardAssignment> assignments = List.copyOf(table.assignments().values());
    int assigned = 0;
    for (int i = 0; i < chunk.getStates().size(); i++) {
      ShardState state = ShardState.of(chunk.getStates().byteAt(i));
      ShardAssignment assignment = state == ShardState.ASSIGNED
          ? assignments.get(chunk.getAssignments(assigned++))
          : null;
      table.restore(chunk.getFirst() + i, state, chunk.getAttempts(chunk.getAttemptsCount() == 1 ? 0 : i),
          chunk.getFailures(chunk.getFailuresCount() == 1 ? 0 : i), assignment);
      int lost = chunk.getLosses(chunk.getLossesCount() == 1 ? 0 : i);
      if (lost > 0) {
        table.restoreLosses(chunk.getFirst() + i, lost);
      }
    }
  }
}
