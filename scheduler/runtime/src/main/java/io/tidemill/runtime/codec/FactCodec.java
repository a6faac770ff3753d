package io.tidemill.runtime.codec;

import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsStopRequested;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.wire.WireAttemptAssigned;
import io.tidemill.runtime.wire.WireAttemptFailed;
import io.tidemill.runtime.wire.WireAttemptSucceeded;
import io.tidemill.runtime.wire.WireChunks;
import io.tidemill.runtime.wire.WireEmpty;
import io.tidemill.runtime.wire.WireFact;
import io.tidemill.runtime.wire.WireOwnershipTaken;
import io.tidemill.runtime.wire.WireReason;
import io.tidemill.runtime.wire.WireRunCreated;
import io.tidemill.runtime.wire.WireShardFailed;
import io.tidemill.runtime.wire.WireShardRetries;
import io.tidemill.runtime.wire.WireShardsAssigned;
import io.tidemill.runtime.wire.WireShardsEnded;
import io.tidemill.runtime.wire.WireShardsExpanded;
import io.tidemill.runtime.wire.WireShardsSucceeded;

/// Facts as messages, and back. A new fact has a new field of `WireFact` and a case on each side.
final class FactCodec {
  private static final WireEmpty EMPTY = WireEmpty.getDefaultInstance();

  private FactCodec() {}

  static WireFact encode(Fact fact) {
    WireFact.Builder wire = WireFact.newBuilder();
    switch (fact) {
      case PartitionFact about -> encode(about, wire);
      case RunFact about -> encode(about, wire.setRun(about.run()));
      case TaskFact about -> encode(about, wire.setRun(about.run()).setTask(about.task()));
    }
    return wire.build();
  }

  private static void encode(PartitionFact fact, WireFact.Builder wire) {
    switch (fact) {
      case OwnershipTaken f ->
        wire.setOwnershipTaken(WireOwnershipTaken.newBuilder().setNode(f.node()).setEpoch(f.epoch()));
    }
  }

  private static void encode(RunFact fact, WireFact.Builder wire) {
    switch (fact) {
      case RunCreated f -> {
        WireRunCreated.Builder created = WireRunCreated.newBuilder()
            .setVersion(f.version())
            .setParams(WireValues.encode(f.params()))
            .setTrigger(WireValues.encode(f.trigger()));
        if (f.key() != null) {
          created.setKey(f.key());
        }
        wire.setRunCreated(created);
      }
      case CancelRequested f -> {
        WireReason.Builder reason = WireReason.newBuilder();
        if (f.reason() != null) {
          reason.setReason(f.reason());
        }
        wire.setCancelRequested(reason);
      }
      case RunEnded f -> wire.setRunEndedOutcome(f.outcome().ordinal());
      case RunReopened f -> {
        WireChunks.Builder chunks = WireChunks.newBuilder();
        f.chunks().forEach(chunk -> chunks.addChunks(UnsafeByteOperations.unsafeWrap(chunk)));
        wire.setRunReopened(chunks);
      }
      case TasksReset f -> wire.setTasksReset(WireValues.encode(f.tasks()));
    }
  }

  private static void encode(TaskFact fact, WireFact.Builder wire) {
    switch (fact) {
      case TaskReady f -> wire.setTaskReady(EMPTY);
      case AttemptAssigned f -> wire.setAttempt(f.attempt())
          .setAttemptAssigned(WireAttemptAssigned.newBuilder().setNonce(f.nonce()).setAgent(f.agent()));
      case AttemptStarted f ->
        wire.setAttempt(f.attempt()).setAttemptStartedAt(f.startedAt());
      case AttemptSucceeded f -> wire.setAttempt(f.attempt())
          .setAttemptSucceeded(succeeded(f));
      case AttemptFailed f -> wire.setAttempt(f.attempt())
          .setAttemptFailed(failed(f));
      case AttemptStopRequested f ->
        wire.setAttempt(f.attempt()).setAttemptStopTimedOut(f.timedOut());
      case RetryScheduled f -> wire.setRetryDueAt(f.dueAt());
      case TaskEnded f -> wire.setTaskEndedState(f.state().ordinal());
      case TaskJoined f -> wire.setTaskJoined(WireValues.encode(f.output()));
      case ShardsExpanded f -> {
        WireShardsExpanded.Builder expanded = WireShardsExpanded.newBuilder().setCount(f.count());
        if (f.keys() != null) {
          expanded.setKeys(WireValues.encode(f.keys()));
        }
        if (f.elements() != null) {
          expanded.setElements(WireValues.encode(f.elements()));
        }
        wire.setAttempt(f.attempt()).setShardsExpanded(expanded);
      }
      case ShardsAssigned f -> wire.setShardsAssigned(WireShardsAssigned.newBuilder()
          .setNonce(f.nonce())
          .setAgent(f.agent())
          .setShards(WireValues.encode(f.shards())));
      case ShardsReleased f -> wire.setShardsReleased(WireValues.encode(f.shards()));
      case ShardsSucceeded f -> wire.setShardsSucceeded(succeeded(f));
      case ShardFailed f -> wire.setAttempt(f.attempt())
          .setShardFailed(failed(f));
      case ShardRetriesScheduled f -> wire.setShardRetries(
          WireShardRetries.newBuilder().setShards(WireValues.encode(f.shards())).setDueAt(f.dueAt()));
      case ShardsEnded f -> wire.setShardsEnded(
          WireShardsEnded.newBuilder().setShards(WireValues.encode(f.shards())).setState(f.state().ordinal()));
      case ShardsStopRequested f -> wire.setShardsStopNonce(f.nonce());
      case ShardedTaskStopRequested f -> wire.setShardedTaskStopTimedOut(f.timedOut());
      case ShardsReset f -> wire.setShardsReset(WireValues.encode(f.shards()));
    }
  }

  static Fact decode(int dag, WireFact wire) {
    long run = wire.getRun();
    int task = wire.getTask();
    int attempt = wire.getAttempt();
    return switch (wire.getWhatCase()) {
      case OWNERSHIP_TAKEN ->
        new OwnershipTaken(wire.getOwnershipTaken().getNode(), wire.getOwnershipTaken().getEpoch());
      case RUN_CREATED -> {
        WireRunCreated w = wire.getRunCreated();
        yield new RunCreated(dag, run, w.getVersion(), w.hasKey() ? w.getKey() : null,
            WireValues.decode(w.getParams()), WireValues.decode(w.getTrigger()));
      }
      case TASK_READY -> new TaskReady(dag, run, task);
      case ATTEMPT_ASSIGNED -> new AttemptAssigned(dag, run, task, attempt, wire.getAttemptAssigned().getNonce(),
          wire.getAttemptAssigned().getAgent());
      case ATTEMPT_STARTED_AT -> new AttemptStarted(dag, run, task, attempt, wire.getAttemptStartedAt());
      case ATTEMPT_SUCCEEDED -> {
        WireAttemptSucceeded w = wire.getAttemptSucceeded();
        yield new AttemptSucceeded(dag, run, task, attempt, WireValues.decode(w.getOutput()), w.getQueuedMicros(),
            w.getRanMicros(), w.hasCpuMicros() ? w.getCpuMicros() : -1, w.hasPeakBytes() ? w.getPeakBytes() : -1);
      }
      case ATTEMPT_FAILED -> {
        WireAttemptFailed w = wire.getAttemptFailed();
        yield new AttemptFailed(dag, run, task, attempt, w.getAgent(), WireValues.decode(w.getFailure()),
            w.getQueuedMicros(),
            w.getRanMicros(), w.hasCpuMicros() ? w.getCpuMicros() : -1, w.hasPeakBytes() ? w.getPeakBytes() : -1);
      }
      case ATTEMPT_STOP_TIMED_OUT -> new AttemptStopRequested(dag, run, task, attempt, wire.getAttemptStopTimedOut());
      case RETRY_DUE_AT -> new RetryScheduled(dag, run, task, wire.getRetryDueAt());
      case TASK_ENDED_STATE -> new TaskEnded(dag, run, task, TaskState.of(wire.getTaskEndedState()));
      case TASK_JOINED -> new TaskJoined(dag, run, task, WireValues.decode(wire.getTaskJoined()));
      case SHARDS_EXPANDED -> {
        WireShardsExpanded w = wire.getShardsExpanded();
        yield new ShardsExpanded(dag, run, task, attempt, w.getCount(),
            w.hasKeys() ? WireValues.decode(w.getKeys()) : null,
            w.hasElements() ? WireValues.decode(w.getElements()) : null);
      }
      case SHARDS_ASSIGNED -> new ShardsAssigned(dag, run, task, wire.getShardsAssigned().getNonce(),
          wire.getShardsAssigned().getAgent(), WireValues.decode(wire.getShardsAssigned().getShards()));
      case SHARDS_RELEASED -> new ShardsReleased(dag, run, task, WireValues.decode(wire.getShardsReleased()));
      case SHARDS_SUCCEEDED -> {
        WireShardsSucceeded w = wire.getShardsSucceeded();
        yield new ShardsSucceeded(dag, run, task, WireValues.decode(w.getShards()), WireValues.decode(w.getResults()),
            new ResourceUsage(w.getRanMicros(), w.hasCpuMicros() ? w.getCpuMicros() : -1,
                w.hasPeakBytes() ? w.getPeakBytes() : -1));
      }
      case SHARD_FAILED -> {
        WireShardFailed w = wire.getShardFailed();
        yield new ShardFailed(dag, run, task, w.getShard(), attempt, w.getAgent(), WireValues.decode(w.getFailure()),
            w.getQueuedMicros(), w.getRanMicros(), w.hasCpuMicros() ? w.getCpuMicros() : -1,
            w.hasPeakBytes() ? w.getPeakBytes() : -1);
      }
      case SHARD_RETRIES -> new ShardRetriesScheduled(dag, run, task,
          WireValues.decode(wire.getShardRetries().getShards()), wire.getShardRetries().getDueAt());
      case SHARDS_ENDED -> new ShardsEnded(dag, run, task, WireValues.decode(wire.getShardsEnded().getShards()),
          ShardState.of(wire.getShardsEnded().getState()));
      case CANCEL_REQUESTED -> new CancelRequested(dag, run,
          wire.getCancelRequested().hasReason() ? wire.getCancelRequested().getReason() : null);
      case RUN_ENDED_OUTCOME -> new RunEnded(dag, run, RunOutcome.of(wire.getRunEndedOutcome()));
      case RUN_REOPENED -> new RunReopened(dag, run,
          wire.getRunReopened().getChunksList().stream().map(com.google.protobuf.ByteString::toByteArray).toList());
      case TASKS_RESET -> new TasksReset(dag, run, WireValues.decode(wire.getTasksReset()));
      case SHARDS_RESET -> new ShardsReset(dag, run, task, WireValues.decode(wire.getShardsReset()));
      case SHARDS_STOP_NONCE -> new ShardsStopRequested(dag, run, task, wire.getShardsStopNonce());
      case SHARDED_TASK_STOP_TIMED_OUT ->
        new ShardedTaskStopRequested(dag, run, task, wire.getShardedTaskStopTimedOut());
      case WHAT_NOT_SET -> throw new CorruptEntryException(
          "Expected a fact this program knows, but found another; a newer program wrote it: run that one");
    };
  }

  private static WireAttemptSucceeded.Builder succeeded(AttemptSucceeded f) {
    WireAttemptSucceeded.Builder wire = WireAttemptSucceeded.newBuilder()
        .setOutput(WireValues.encode(f.output()))
        .setQueuedMicros(f.queuedMicros())
        .setRanMicros(f.ranMicros());
    if (f.cpuMicros() >= 0) {
      wire.setCpuMicros(f.cpuMicros());
    }
    if (f.peakBytes() >= 0) {
      wire.setPeakBytes(f.peakBytes());
    }
    return wire;
  }

  private static WireAttemptFailed.Builder failed(AttemptFailed f) {
    WireAttemptFailed.Builder wire = WireAttemptFailed.newBuilder()
        .setAgent(f.agent())
        .setFailure(WireValues.encode(f.failure()))
        .setQueuedMicros(f.queuedMicros())
        .setRanMicros(f.ranMicros());
    if (f.cpuMicros() >= 0) {
      wire.setCpuMicros(f.cpuMicros());
    }
    if (f.peakBytes() >= 0) {
      wire.setPeakBytes(f.peakBytes());
    }
    return wire;
  }

  private static WireShardsSucceeded.Builder succeeded(ShardsSucceeded f) {
    WireShardsSucceeded.Builder wire = WireShardsSucceeded.newBuilder()
        .setShards(WireValues.encode(f.shards()))
        .setResults(WireValues.encode(f.results()))
        .setRanMicros(f.spent().ranMicros());
    if (f.spent().cpuMicros() >= 0) {
      wire.setCpuMicros(f.spent().cpuMicros());
    }
    if (f.spent().peakBytes() >= 0) {
      wire.setPeakBytes(f.spent().peakBytes());
    }
    return wire;
  }

  private static WireShardFailed.Builder failed(ShardFailed f) {
    WireShardFailed.Builder wire = WireShardFailed.newBuilder()
        .setShard(f.shard())
        .setAgent(f.agent())
        .setFailure(WireValues.encode(f.failure()))
        .setQueuedMicros(f.queuedMicros())
        .setRanMicros(f.ranMicros());
    if (f.cpuMicros() >= 0) {
      wire.setCpuMicros(f.cpuMicros());
    }
    if (f.peakBytes() >= 0) {
      wire.setPeakBytes(f.peakBytes());
    }
    return wire;
  }
}
