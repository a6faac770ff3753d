package io.tidemill.runtime.codec;

import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CleanUpStopRequested;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.runtime.wire.WireAttemptAssigned;
import io.tidemill.runtime.wire.WireAttemptFailed;
import io.tidemill.runtime.wire.WireAttemptSucceeded;
import io.tidemill.runtime.wire.WireChunks;
import io.tidemill.runtime.wire.WireCommandApplied;
import io.tidemill.runtime.wire.WireEmpty;
import io.tidemill.runtime.wire.WireFact;
import io.tidemill.runtime.wire.WireMaintenanceEnded;
import io.tidemill.runtime.wire.WireOwnershipTaken;
import io.tidemill.runtime.wire.WirePause;
import io.tidemill.runtime.wire.WireReason;
import io.tidemill.runtime.wire.WireRunCreated;
import io.tidemill.runtime.wire.WireShardFailed;
import io.tidemill.runtime.wire.WireShardRetries;
import io.tidemill.runtime.wire.WireShardsAgain;
import io.tidemill.runtime.wire.WireShardsAssigned;
import io.tidemill.runtime.wire.WireShardsEnded;
import io.tidemill.runtime.wire.WireShardsExpanded;
import io.tidemill.runtime.wire.WireShardsSucceeded;
import io.tidemill.runtime.wire.WireTaskMarked;
import io.tidemill.runtime.wire.WireTasksReset;
import io.tidemill.runtime.wire.WireTiming;

/// Facts as messages, and back. A new fact has a new field of `WireFact` and a case on each side.
final class FactCodec {
  private static final WireEmpty EMPTY = WireEmpty.getDefaultInstance();

  private FactCodec() {}

  static WireFact encode(Fact fact) {
    WireFact.Builder wire = WireFact.newBuilder();
    switch (fact) {
      case PartitionFact about -> encode(about, wire);
      case DagFact about -> encode(about, wire);
      case RunFact about -> encode(about, wire.setRun(about.run()));
      case TaskFact about -> encode(about, wire.setRun(about.run()).setTask(about.task()));
    }
    return wire.build();
  }

  private static void encode(PartitionFact fact, WireFact.Builder wire) {
    switch (fact) {
      case OwnershipTaken f ->
        wire.setOwnershipTaken(WireOwnershipTaken.newBuilder().setNode(f.node()).setEpoch(f.epoch()));
      case PartitionPaused f -> wire.setPartitionPaused(
          WirePause.newBuilder()
              .setTag(f.tag())
              .setBy(f.by())
              .addCommands(f.command())
              .addAllForgotten(f.forgotten()));
      case PartitionResumed f -> wire.setPartitionResumed(
          WirePause.newBuilder().setTag(f.tag()).setBy(f.by()).addCommands(f.command()));
      case MaintenancePlanned f -> wire.setMaintenancePlanned(
          ScheduleCodec.encode(f.window()).toBuilder().addAllForgotten(f.forgotten()));
      case MaintenanceBegan f -> wire.setMaintenanceBeganWindow(f.window());
      case MaintenanceEnded f -> wire.setMaintenanceEnded(
          WireMaintenanceEnded.newBuilder().setWindow(f.window()).setBy(f.by()));
    }
  }

  private static void encode(DagFact fact, WireFact.Builder wire) {
    switch (fact) {
      case CommandApplied f -> wire.setCommandApplied(
          WireCommandApplied.newBuilder()
              .setId(f.id())
              .setContent(f.content())
              .setAnswer(ReplyCodec.encode(f.answer())));
      case VersionActivated f -> wire.setVersionActivated(ScheduleCodec.encode(f));
      case SlotQueued f -> wire.setSlotQueued(ScheduleCodec.encode(f.slot()));
      case SlotsNotRun f -> wire.setSlotsNotRun(ScheduleCodec.encode(f));
      case SlotsLate f -> wire.setSlotsLate(ScheduleCodec.encode(f));
      case SchedulesPaused f -> wire.setSchedulesPausedBy(f.by());
      case SchedulesResumed f -> wire.setSchedulesResumedBy(f.by());
      case BackfillCreated f -> wire.setBackfillCreated(BackfillCodec.encode(f));
      case BackfillPaused f -> wire.setBackfillPaused(BackfillCodec.change(f.backfill(), f.by()));
      case BackfillResumed f -> wire.setBackfillResumed(BackfillCodec.change(f.backfill(), f.by()));
      case BackfillCancelRequested f ->
        wire.setBackfillCancelRequested(BackfillCodec.change(f.backfill(), f.reason()));
      case BackfillEnded f -> wire.setBackfillEnded(BackfillCodec.change(f.backfill(), f.status()));
      case MessageSent f -> wire.setMessageSent(MessageCodec.encode(f));
      case MessageTaken f -> wire.setMessageTaken(MessageCodec.encode(f));
      case AssetEventRecorded f -> wire.setAssetEventRecorded(MessageCodec.encode(f));
      case SlotHeld f -> wire.setSlotHeld(ScheduleCodec.encode(f.slot()));
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
        WireReason.Builder reason = WireReason.newBuilder().setDeadline(f.deadline());
        if (f.reason() != null) {
          reason.setReason(f.reason());
        }
        wire.setCancelRequested(reason);
      }
      case CleanUpStopRequested f -> wire.setCleanUpStopRequested(EMPTY);
      case RunEnded f -> wire.setRunEndedOutcome(f.outcome().ordinal());
      case RunReopened f -> {
        WireChunks.Builder chunks = WireChunks.newBuilder();
        f.chunks().forEach(chunk -> chunks.addChunks(UnsafeByteOperations.unsafeWrap(chunk)));
        wire.setRunReopened(chunks);
      }
      case RunVersionChanged f -> wire.setRunVersionChanged(f.version());
      case TasksReset f -> wire.setTasksReset(WireTasksReset.newBuilder()
          .setTasks(WireValues.encode(f.tasks()))
          .setKept(WireValues.encode(f.kept())));
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
      case TaskMarked f -> {
        WireTaskMarked.Builder marked = WireTaskMarked.newBuilder()
            .setState(f.state().ordinal())
            .setBy(f.by())
            .setReason(f.reason());
        if (f.output() != null) {
          marked.setOutput(WireValues.encode(f.output()));
        }
        wire.setTaskMarked(marked);
      }
      case TaskJoined f -> wire.setTaskJoined(WireValues.encode(f.output()));
      case ShardsExpanded f -> {
        WireShardsExpanded.Builder expanded = WireShardsExpanded.newBuilder().setCount(f.count());
        if (f.keys() != null) {
          expanded.setKeys(WireValues.encode(f.keys()));
        }
        if (f.elements() != null) {
          expanded.setElements(WireValues.encode(f.elements()));
        }
        ShardsExpanded.Again again = f.again();
        if (again != null) {
          expanded.setAgain(WireShardsAgain.newBuilder()
              .setOrder(WireValues.encode(again.order()))
              .setKept(WireValues.encode(again.kept())));
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
      case PARTITION_PAUSED ->
        new PartitionPaused(wire.getPartitionPaused().getTag(), wire.getPartitionPaused().getBy(),
            wire.getPartitionPaused().getCommands(0), wire.getPartitionPaused().getForgottenList());
      case PARTITION_RESUMED ->
        new PartitionResumed(wire.getPartitionResumed().getTag(), wire.getPartitionResumed().getBy(),
            wire.getPartitionResumed().getCommands(0));
      case MAINTENANCE_PLANNED -> new MaintenancePlanned(
          ScheduleCodec.decode(wire.getMaintenancePlanned()), wire.getMaintenancePlanned().getForgottenList());
      case MAINTENANCE_BEGAN_WINDOW -> new MaintenanceBegan(wire.getMaintenanceBeganWindow());
      case MAINTENANCE_ENDED ->
        new MaintenanceEnded(wire.getMaintenanceEnded().getWindow(), wire.getMaintenanceEnded().getBy());
      case VERSION_ACTIVATED -> ScheduleCodec.decode(dag, wire.getVersionActivated());
      case SLOT_QUEUED -> new SlotQueued(dag, ScheduleCodec.decode(wire.getSlotQueued()));
      case SLOTS_NOT_RUN -> ScheduleCodec.decode(dag, wire.getSlotsNotRun());
      case SLOTS_LATE -> ScheduleCodec.decode(dag, wire.getSlotsLate());
      case SCHEDULES_PAUSED_BY -> new SchedulesPaused(dag, wire.getSchedulesPausedBy());
      case SCHEDULES_RESUMED_BY -> new SchedulesResumed(dag, wire.getSchedulesResumedBy());
      case BACKFILL_CREATED -> BackfillCodec.decode(dag, wire.getBackfillCreated());
      case BACKFILL_PAUSED ->
        new BackfillPaused(dag, wire.getBackfillPaused().getBackfill(), wire.getBackfillPaused().getBy());
      case BACKFILL_RESUMED ->
        new BackfillResumed(dag, wire.getBackfillResumed().getBackfill(), wire.getBackfillResumed().getBy());
      case BACKFILL_CANCEL_REQUESTED -> new BackfillCancelRequested(dag,
          wire.getBackfillCancelRequested().getBackfill(), wire.getBackfillCancelRequested().getBy());
      case BACKFILL_ENDED -> new BackfillEnded(dag, wire.getBackfillEnded().getBackfill(),
          BackfillStatus.of(wire.getBackfillEnded().getStatus()));
      case MESSAGE_SENT -> MessageCodec.decode(dag, wire.getMessageSent());
      case MESSAGE_TAKEN -> MessageCodec.decode(dag, wire.getMessageTaken());
      case ASSET_EVENT_RECORDED -> MessageCodec.decode(dag, wire.getAssetEventRecorded());
      case SLOT_HELD -> new SlotHeld(dag, ScheduleCodec.decode(wire.getSlotHeld()));
      case COMMAND_APPLIED -> new CommandApplied(dag, wire.getCommandApplied().getId(),
          wire.getCommandApplied().getContent(),
          ReplyCodec.decode(dag, wire.getCommandApplied().getAnswer()));
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
        yield new AttemptSucceeded(dag, run, task, attempt, WireValues.decode(w.getOutput()), timing(w.getTiming()));
      }
      case ATTEMPT_FAILED -> {
        WireAttemptFailed w = wire.getAttemptFailed();
        yield new AttemptFailed(dag, run, task, attempt, w.getAgent(), WireValues.decode(w.getFailure()),
            timing(w.getTiming()));
      }
      case ATTEMPT_STOP_TIMED_OUT -> new AttemptStopRequested(dag, run, task, attempt, wire.getAttemptStopTimedOut());
      case RETRY_DUE_AT -> new RetryScheduled(dag, run, task, wire.getRetryDueAt());
      case TASK_ENDED_STATE -> new TaskEnded(dag, run, task, TaskState.of(wire.getTaskEndedState()));
      case TASK_MARKED -> {
        WireTaskMarked w = wire.getTaskMarked();
        yield new TaskMarked(dag, run, task, TaskState.of(w.getState()),
            w.hasOutput() ? WireValues.decode(w.getOutput()) : null, w.getBy(), w.getReason());
      }
      case TASK_JOINED -> new TaskJoined(dag, run, task, WireValues.decode(wire.getTaskJoined()));
      case SHARDS_EXPANDED -> {
        WireShardsExpanded w = wire.getShardsExpanded();
        yield new ShardsExpanded(dag, run, task, attempt, w.getCount(),
            w.hasKeys() ? WireValues.decode(w.getKeys()) : null,
            w.hasElements() ? WireValues.decode(w.getElements()) : null,
            w.hasAgain()
                ? new ShardsExpanded.Again(WireValues.decode(w.getAgain().getOrder()),
                    WireValues.decode(w.getAgain().getKept()))
                : null);
      }
      case SHARDS_ASSIGNED -> new ShardsAssigned(dag, run, task, wire.getShardsAssigned().getNonce(),
          wire.getShardsAssigned().getAgent(), WireValues.decode(wire.getShardsAssigned().getShards()));
      case SHARDS_RELEASED -> new ShardsReleased(dag, run, task, WireValues.decode(wire.getShardsReleased()));
      case SHARDS_SUCCEEDED -> {
        WireShardsSucceeded w = wire.getShardsSucceeded();
        yield new ShardsSucceeded(dag, run, task, WireValues.decode(w.getShards()), WireValues.decode(w.getResults()),
            new ResourceUsage(w.getRanMicros(), w.hasCpuMicros() ? w.getCpuMicros() : -1,
                w.hasPeakBytes() ? w.getPeakBytes() : -1),
            w.getRanMillisList().stream().mapToInt(Integer::intValue).toArray());
      }
      case SHARD_FAILED -> {
        WireShardFailed w = wire.getShardFailed();
        yield new ShardFailed(dag, run, task, w.getShard(), attempt, w.getAgent(), WireValues.decode(w.getFailure()),
            timing(w.getTiming()));
      }
      case SHARD_RETRIES -> new ShardRetriesScheduled(dag, run, task,
          WireValues.decode(wire.getShardRetries().getShards()), wire.getShardRetries().getDueAt());
      case SHARDS_ENDED -> new ShardsEnded(dag, run, task, WireValues.decode(wire.getShardsEnded().getShards()),
          ShardState.of(wire.getShardsEnded().getState()));
      case CANCEL_REQUESTED -> new CancelRequested(dag, run,
          wire.getCancelRequested().hasReason() ? wire.getCancelRequested().getReason() : null,
          wire.getCancelRequested().getDeadline());
      case CLEAN_UP_STOP_REQUESTED -> new CleanUpStopRequested(dag, run);
      case RUN_ENDED_OUTCOME -> new RunEnded(dag, run, RunOutcome.of(wire.getRunEndedOutcome()));
      case RUN_REOPENED -> new RunReopened(dag, run,
          wire.getRunReopened().getChunksList().stream().map(com.google.protobuf.ByteString::toByteArray).toList());
      case RUN_VERSION_CHANGED -> new RunVersionChanged(dag, run, wire.getRunVersionChanged());
      case TASKS_RESET -> new TasksReset(dag, run, WireValues.decode(wire.getTasksReset().getTasks()),
          WireValues.decode(wire.getTasksReset().getKept()));
      case SHARDS_RESET -> new ShardsReset(dag, run, task, WireValues.decode(wire.getShardsReset()));
      case SHARDED_TASK_STOP_TIMED_OUT ->
        new ShardedTaskStopRequested(dag, run, task, wire.getShardedTaskStopTimedOut());
      case WHAT_NOT_SET -> throw new CorruptEntryException(
          "Expected a fact this program knows, but found another; a newer program wrote it: run that one");
    };
  }

  private static WireAttemptSucceeded.Builder succeeded(AttemptSucceeded f) {
    return WireAttemptSucceeded.newBuilder()
        .setOutput(WireValues.encode(f.output()))
        .setTiming(timing(f.timing()));
  }

  private static WireAttemptFailed.Builder failed(AttemptFailed f) {
    return WireAttemptFailed.newBuilder()
        .setAgent(f.agent())
        .setFailure(WireValues.encode(f.failure()))
        .setTiming(timing(f.timing()));
  }

  private static WireShardsSucceeded.Builder succeeded(ShardsSucceeded f) {
    WireShardsSucceeded.Builder wire = WireShardsSucceeded.newBuilder()
        .setShards(WireValues.encode(f.shards()))
        .setResults(WireValues.encode(f.results()))
        .setRanMicros(f.spent().ranMicros());
    for (int millis : f.ranMillis()) {
      wire.addRanMillis(millis);
    }
    if (f.spent().cpuMicros() >= 0) {
      wire.setCpuMicros(f.spent().cpuMicros());
    }
    if (f.spent().peakBytes() >= 0) {
      wire.setPeakBytes(f.spent().peakBytes());
    }
    return wire;
  }

  private static WireShardFailed.Builder failed(ShardFailed f) {
    return WireShardFailed.newBuilder()
        .setShard(f.shard())
        .setAgent(f.agent())
        .setFailure(WireValues.encode(f.failure()))
        .setTiming(timing(f.timing()));
  }

  private static WireTiming.Builder timing(Timing timing) {
    WireTiming.Builder wire = WireTiming.newBuilder()
        .setQueuedMicros(timing.queuedMicros())
        .setRanMicros(timing.spent().ranMicros());
    if (timing.spent().cpuMicros() >= 0) {
      wire.setCpuMicros(timing.spent().cpuMicros());
    }
    if (timing.spent().peakBytes() >= 0) {
      wire.setPeakBytes(timing.spent().peakBytes());
    }
    return wire;
  }

  private static Timing timing(WireTiming wire) {
    return new Timing(wire.getQueuedMicros(), new ResourceUsage(wire.getRanMicros(),
        wire.hasCpuMicros() ? wire.getCpuMicros() : -1, wire.hasPeakBytes() ? wire.getPeakBytes() : -1));
  }
}
