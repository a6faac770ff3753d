package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.state.CommandAnswers;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunDecoder;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.wire.AnswerChunk;
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
  private final CompiledGraphs graphs;

  public SnapshotDecoder(CompiledGraphs graphs) {
    this.graphs = graphs;
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

  /// Why a run exists, by the first chunk of its snapshot.
  ///
  /// @throws CorruptEntryException if it is not what was written
  public static Trigger trigger(byte[] head) {
    try {
      return WireValues.decode(RunHead.parseFrom(ByteBuffer.wrap(head, 1, head.length - 1)).getTrigger());
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException(
          "Expected the head of a run's snapshot, but it is not readable (" + e.getMessage() + ")");
    }
  }

  /// Sets what a snapshot remembers of a DAG itself.
  public static void restore(byte[] bytes, DagState dag) {
    try {
      DagChunk chunk = DagChunk.parseFrom(bytes);
      dag.sawRun(chunk.getLastRun());
      ScheduleCodec.restore(chunk, dag);
      BackfillCodec.restore(chunk, dag);
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException(
          "Expected the snapshot of a DAG, but it is not readable (" + e.getMessage() + ")");
    }
  }

  /// Answers to commands of a DAG.
  public static List<CommandAnswers.Answer> answers(int dag, byte[] answers) {
    try {
      return AnswerChunk.parseFrom(answers)
          .getAnswersList()
          .stream()
          .map(wire -> new CommandAnswers.Answer(wire.getNumber(), wire.getId(), wire.getAt(), wire.getContent(),
              ReplyCodec.decode(dag, wire.getReply())))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException("Expected answers to commands of DAG " + dag + ", but they are not readable ("
          + e.getMessage() + "); restore the database from a backup");
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

  /// Sets what a snapshot remembers of a partition itself.
  public static void restore(byte[] bytes, PartitionState state) {
    try {
      PartitionChunk chunk = PartitionChunk.parseFrom(bytes);
      state.sawTime(chunk.getLastTime());
      chunk.getPausesList().forEach(pause -> ScheduleCodec.restore(pause, state.pause(pause.getTag())));
      chunk.getMaintenanceList().forEach(window -> state.set(ScheduleCodec.decode(window)));
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException(
          "Expected the snapshot of a partition, but it is not readable (" + e.getMessage() + ")");
    }
  }

  private RunState head(int dag, long number, RunHead head) {
    List<Integer> versions = new ArrayList<>(head.getVersionsBeforeList());
    versions.add(head.getVersion());
    RunState run = new RunState(dag, number, graphs.compiled(dag, versions), head.hasKey() ? head.getKey() : null,
        WireValues.decode(head.getParams()), WireValues.decode(head.getTrigger()), head.getCreatedAt());
    RunOutcome outcome = head.getOutcome() == 0 ? null : RunOutcome.of(head.getOutcome() - 1);
    run.restore(head.getStartedAt(), head.getEndedAt(), head.getCancelRequested(),
        head.hasCancelReason() ? head.getCancelReason() : null, outcome);
    run.restoreActiveSince(head.getActiveSince());
    run.restoreStop(head.getCancelledAt(), head.getDeadlineOver(), head.getCleanUpStopped());
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
    instance.version = wire.getVersion();
    instance.previous = wire.hasPrevious() ? table(wire.getPrevious()) : null;
    instance.keepsShards = wire.getKeepsShards();
    instance.marked = wire.getMarked();
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
    table.restoreAgents(wire.getAgentsList());
    if (wire.hasOrder()) {
      table.restoreOrder(WireValues.decode(wire.getOrder()));
    }
    wire.getAssignmentsList().forEach(a -> table.assignments().put(a.getNonce(), assignment(a)));
    wire.getBlocksList()
        .forEach(
            b -> table.blocks().add(new ShardBlock(WireValues.decode(b.getValue()), WireValues.decode(b.getShards()))));
    wire.getDueList().forEach(d -> table.due().put(d.getAt(), new ArrayList<>(d.getShardsList())));
    return table;
  }

  private static ShardAssignment assignment(WireAssignment wire) {
    return new ShardAssignment(wire.getNonce(), wire.getAgent(), wire.getAt());
  }

  private static void shards(RunState run, ShardChunk chunk) {
    Instance instance = run.instance(chunk.getTask());
    ShardTable previous = instance == null ? null : instance.previous;
    ShardTable table = run.table(chunk.getTask()) == null ? previous : run.table(chunk.getTask());
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
      int ran = chunk.getRanMillisCount() == 0 ? 0 : chunk.getRanMillis(chunk.getRanMillisCount() == 1 ? 0 : i);
      if (ran > 0) {
        table.ran(chunk.getFirst() + i, ran - 1);
      }
      if (!chunk.getRanOn().isEmpty()) {
        table.restoreRanOn(chunk.getFirst() + i, chunk.getRanOn().byteAt(i));
      }
    }
  }
}
