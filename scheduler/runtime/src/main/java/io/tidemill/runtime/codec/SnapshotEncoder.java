package io.tidemill.runtime.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.engine.state.CommandAnswers;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.runtime.wire.AnswerChunk;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.HeldChunk;
import io.tidemill.runtime.wire.PartitionChunk;
import io.tidemill.runtime.wire.RunHead;
import io.tidemill.runtime.wire.ShardChunk;
import io.tidemill.runtime.wire.TaskChunk;
import io.tidemill.runtime.wire.WireAnswer;
import io.tidemill.runtime.wire.WireAssignment;
import io.tidemill.runtime.wire.WireBlock;
import io.tidemill.runtime.wire.WireDue;
import io.tidemill.runtime.wire.WireInstance;
import io.tidemill.runtime.wire.WireTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Writes the snapshot of a run in chunks of up to 1,000 tasks or shards, all of them or only those that changed.
public final class SnapshotEncoder {
  static final byte HEAD = 0;
  static final byte TASKS = 1;
  static final byte SHARDS = 2;
  static final int CHUNK = 1_000;
  private static final int SHARD_CHUNKS = 1 << 29;
  private static final int SHARD_CHUNKS_A_TASK = 1 << 11;

  private SnapshotEncoder() {}

  /// All chunks.
  public static List<SnapshotChunk> all(RunState run) {
    TreeSet<Integer> tasks = new TreeSet<>();
    for (int task = 0; task < run.compiled().size(); task++) {
      tasks.add(task);
    }
    return encode(run, tasks);
  }

  /// The head and the chunks with tasks that changed.
  public static List<SnapshotChunk> changed(RunState run) {
    TreeSet<Integer> tasks = new TreeSet<>();
    run.dirtyTasks().stream().forEach(tasks::add);
    return encode(run, tasks);
  }

  private static List<SnapshotChunk> encode(RunState run, TreeSet<Integer> tasks) {
    List<SnapshotChunk> chunks = new ArrayList<>();
    chunks.add(new SnapshotChunk(0, head(run)));
    Integer task = tasks.ceiling(CHUNK);
    while (task != null) {
      int chunk = task / CHUNK;
      chunks.add(new SnapshotChunk(chunk, bytes(TASKS, tasks(run, chunk * CHUNK))));
      task = tasks.ceiling((chunk + 1) * CHUNK);
    }
    for (int index : tasks) {
      Instance instance = run.instance(index);
      ShardTable previous = instance == null ? null : instance.previous;
      ShardTable table = run.table(index) == null ? previous : run.table(index);
      if (table != null) {
        shards(index, table, chunks);
      }
    }
    return chunks;
  }

  /// What belongs to a DAG itself, as far as it changed.
  public static List<SnapshotChunk> dag(DagState dag) {
    List<SnapshotChunk> chunks = new ArrayList<>();
    DagChunk.Builder itself = DagChunk.newBuilder().setLastRun(dag.lastRun());
    ScheduleCodec.encode(dag, itself);
    BackfillCodec.encode(dag, itself);
    chunks.add(new SnapshotChunk(0, itself.build().toByteArray()));
    CommandAnswers answers = dag.answers();
    if (answers.clean() < answers.last()) {
      long oldest = answers.all().iterator().next().number();
      long first = Math.max(answers.clean() + 1, oldest) / SnapshotChunk.ANSWERS_A_CHUNK;
      for (long chunk = first; chunk <= answers.last() / SnapshotChunk.ANSWERS_A_CHUNK; chunk++) {
        chunks.add(answers(answers, chunk));
      }
    }
    return chunks;
  }

  private static SnapshotChunk answers(CommandAnswers answers, long chunk) {
    AnswerChunk.Builder wire = AnswerChunk.newBuilder();
    long first = chunk * SnapshotChunk.ANSWERS_A_CHUNK;
    answers.between(first, first + SnapshotChunk.ANSWERS_A_CHUNK)
        .forEach(answer -> wire.addAnswers(WireAnswer.newBuilder()
            .setNumber(answer.number())
            .setId(answer.id())
            .setAt(answer.at())
            .setContent(answer.content())
            .setReply(ReplyCodec.encode(answer.reply()))));
    return new SnapshotChunk(SnapshotChunk.ANSWERS + (int) (chunk % SnapshotChunk.ANSWER_CHUNKS),
        wire.build().toByteArray());
  }

  /// Of which entry the snapshots of a DAG are.
  ///
  /// @param at number of the entry; null: the one that those of its partition are of
  public static byte[] heldAt(@Nullable Long at) {
    HeldChunk.Builder held = HeldChunk.newBuilder();
    if (at != null) {
      held.setAt(at);
    }
    return held.build().toByteArray();
  }

  /// What belongs to a partition itself.
  public static byte[] partition(PartitionState state) {
    PartitionChunk.Builder chunk = PartitionChunk.newBuilder().setLastTime(state.lastTime());
    state.pauses().forEach((tag, pauses) -> chunk.addPauses(ScheduleCodec.encode(tag, pauses)));
    state.maintenance().values().forEach(window -> chunk.addMaintenance(ScheduleCodec.encode(window)));
    return chunk.build().toByteArray();
  }

  private static byte[] bytes(byte kind, MessageLite message) {
    byte[] content = message.toByteArray();
    byte[] bytes = new byte[content.length + 1];
    bytes[0] = kind;
    System.arraycopy(content, 0, bytes, 1, content.length);
    return bytes;
  }

  private static byte[] head(RunState run) {
    RunHead.Builder head = RunHead.newBuilder()
        .setVersion(run.compiled().version())
        .addAllVersionsBefore(run.compiled().versions().subList(0, run.compiled().versions().size() - 1))
        .setParams(WireValues.encode(run.given()))
        .setTrigger(WireValues.encode(run.trigger()))
        .setCreatedAt(run.createdAt())
        .setStartedAt(run.startedAt())
        .setEndedAt(run.endedAt())
        .setCancelRequested(run.cancelRequested())
        .setCancelledAt(run.cancelledAt())
        .setDeadlineOver(run.deadlineOver())
        .setCleanUpStopped(run.cleanUpStopped())
        .setTasks(tasks(run, 0))
        .setActiveSince(run.activeSince());
    if (run.key() != null) {
      head.setKey(run.key());
    }
    if (run.cancelReason() != null) {
      head.setCancelReason(run.cancelReason());
    }
    if (run.outcome() != null) {
      head.setOutcome(run.outcome().ordinal() + 1);
    }
    return bytes(HEAD, head.build());
  }

  private static TaskChunk tasks(RunState run, int first) {
    int end = Math.min(run.compiled().size(), first + CHUNK);
    byte[] states = new byte[end - first];
    TaskChunk.Builder chunk = TaskChunk.newBuilder().setFirst(first);
    for (int task = first; task < end; task++) {
      states[task - first] = (byte) run.state(task).ordinal();
      Instance instance = run.instance(task);
      if (instance != null) {
        chunk.addInstances(instance(run, task, instance));
      }
    }
    return chunk.setStates(ByteString.copyFrom(states)).build();
  }

  private static WireInstance instance(RunState run, int task, Instance instance) {
    WireInstance.Builder wire = WireInstance.newBuilder()
        .setTask(task)
        .setAttempt(instance.attempt)
        .setFailures(instance.failures)
        .setLosses(instance.losses)
        .setNonce(instance.nonce)
        .setAgent(instance.agent)
        .setReadyAt(instance.readyAt)
        .setStartedAt(instance.startedAt)
        .setEndedAt(instance.endedAt)
        .setDueAt(instance.dueAt)
        .setTimedOut(instance.timedOut)
        .setLastReadyAt(instance.lastReadyAt)
        .setShardAttempts(instance.shardAttempts)
        .setVersion(instance.version)
        .setKeepsShards(instance.keepsShards)
        .setMarked(instance.marked)
        .setRanMicros(instance.spent.ranMicros());
    if (instance.spent.cpuMicros() >= 0) {
      wire.setCpuMicros(instance.spent.cpuMicros());
    }
    if (instance.spent.peakBytes() >= 0) {
      wire.setPeakBytes(instance.spent.peakBytes());
    }
    if (instance.output != null) {
      wire.setOutput(WireValues.encode(instance.output));
    }
    ShardTable table = run.table(task);
    if (table != null) {
      wire.setTable(table(table));
    } else if (instance.previous != null) {
      wire.setPrevious(table(instance.previous));
    }
    return wire.build();
  }

  private static WireTable table(ShardTable table) {
    WireTable.Builder wire = WireTable.newBuilder().setCount(table.size()).setRetriesUsed(table.retriesUsed());
    if (table.keys() != null) {
      wire.setKeys(WireValues.encode(table.keys()));
    }
    if (table.elements() != null) {
      wire.setElements(WireValues.encode(table.elements()));
    }
    wire.addAllAgents(table.agents());
    int[] order = table.order();
    if (order != null) {
      wire.setOrder(WireValues.encode(order));
    }
    for (ShardAssignment assignment : table.assignments().values()) {
      wire.addAssignments(WireAssignment.newBuilder()
          .setNonce(assignment.nonce())
          .setAgent(assignment.agent())
          .setAt(assignment.at()));
    }
    table.blocks()
        .forEach(block -> wire.addBlocks(WireBlock.newBuilder()
            .setValue(WireValues.encode(block.value()))
            .setShards(WireValues.encode(block.indexes()))));
    table.due().forEach((at, shards) -> wire.addDue(WireDue.newBuilder().setAt(at).addAllShards(shards)));
    return wire.build();
  }

  private static void shards(int task, ShardTable table, List<SnapshotChunk> chunks) {
    Map<Long, Integer> assignments = new HashMap<>();
    table.assignments().keySet().forEach(nonce -> assignments.put(nonce, assignments.size()));
    for (int first = 0; first < table.size(); first += CHUNK) {
      int end = Math.min(table.size(), first + CHUNK);
      byte[] states = new byte[end - first];
      ShardChunk.Builder chunk = ShardChunk.newBuilder().setTask(task).setFirst(first);
      for (int shard = first; shard < end; shard++) {
        states[shard - first] = (byte) table.state(shard).ordinal();
        if (table.state(shard) == ShardState.ASSIGNED) {
          chunk.addAssignments(assignments.getOrDefault(table.nonce(shard), -1));
        }
      }
      chunk.setStates(UnsafeByteOperations.unsafeWrap(states));
      numbers(first, end, table::attempt, chunk::addAttempts);
      numbers(first, end, table::failures, chunk::addFailures);
      numbers(first, end, table::losses, chunk::addLosses);
      numbers(first, end, shard -> table.ranMillis(shard) + 1, chunk::addRanMillis);
      if (!table.agents().isEmpty()) {
        byte[] ran = new byte[end - first];
        for (int shard = first; shard < end; shard++) {
          ran[shard - first] = (byte) (table.agents().indexOf(table.ranOn(shard)) + 1);
        }
        chunk.setRanOn(UnsafeByteOperations.unsafeWrap(ran));
      }
      int number = SHARD_CHUNKS + task * SHARD_CHUNKS_A_TASK + first / CHUNK;
      chunks.add(new SnapshotChunk(number, bytes(SHARDS, chunk.build())));
    }
  }

  /// Adds a number of each shard, or one where all have the same. A table may have a million, so nothing is boxed.
  private static void numbers(int first, int end, IntUnaryOperator number, IntConsumer into) {
    int common = number.applyAsInt(first);
    int differs = first + 1;
    while (differs < end && number.applyAsInt(differs) == common) {
      differs++;
    }
    int last = differs == end ? first + 1 : end;
    for (int shard = first; shard < last; shard++) {
      into.accept(number.applyAsInt(shard));
    }
  }
}
