package io.tidemill.engine.apply;

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
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;

/// Folds facts into state: the one way state changes.
public final class Applier {
  private Applier() {}

  /// Folds one fact.
  ///
  /// @param at time of the fact, in milliseconds since 1970
  /// @throws IllegalStateException if the fact names what is not there: journal and state do not belong together
  public static void apply(PartitionState state, Fact fact, long at) {
    state.sawTime(at);
    switch (fact) {
      case PartitionFact about -> apply(state, about, at);
      case DagFact about -> {
        apply(state, about, at);
        state.arm(state.dag(about.dag()));
      }
      case RunFact about -> apply(state, about, at);
      case TaskFact about -> {
        RunState run = state.existing(about.dag(), about.run());
        boolean wasDirty = run.dirty();
        boolean begun = run.startedAt() != 0;
        apply(state, run, about, at);
        if (!begun && run.startedAt() != 0) {
          SlotsDecided.started(state, run);
        }
        state.arm(run, about.task());
        state.touched(run, wasDirty);
      }
    }
  }

  private static void apply(PartitionState state, DagFact fact, long at) {
    switch (fact) {
      case CommandApplied f -> CommandAppliedApplier.apply(f, state, at);
      case VersionActivated f -> VersionActivatedApplier.apply(f, state);
      case SlotQueued f -> SlotQueuedApplier.apply(f, state.dag(f.dag()));
      case SlotsNotRun f -> SlotsNotRunApplier.apply(f, state.dag(f.dag()));
      case SlotsLate f -> SlotsLateApplier.apply(f, state.dag(f.dag()));
      case SchedulesPaused f -> SchedulesPausedApplier.apply(f, state.dag(f.dag()), at);
      case SchedulesResumed f -> SchedulesResumedApplier.apply(f, state.dag(f.dag()), at);
      case BackfillCreated f -> BackfillCreatedApplier.apply(f, state.dag(f.dag()), at);
      case BackfillPaused f -> BackfillPausedApplier.apply(f, state.dag(f.dag()), at);
      case BackfillResumed f -> BackfillResumedApplier.apply(f, state.dag(f.dag()), at);
      case BackfillCancelRequested f -> BackfillCancelRequestedApplier.apply(f, state.dag(f.dag()), at);
      case BackfillEnded f -> BackfillEndedApplier.apply(f, state.dag(f.dag()), at);
      case MessageSent f -> MessageSentApplier.apply(f, state.dag(f.dag()));
      case MessageTaken f -> MessageTakenApplier.apply(f, state.dag(f.dag()));
      case AssetEventRecorded f -> AssetEventRecordedApplier.apply(f, state.dag(f.dag()), at);
      case SlotHeld f -> SlotHeldApplier.apply(f, state.dag(f.dag()));
    }
  }

  private static void apply(PartitionState state, PartitionFact fact, long at) {
    switch (fact) {
      case PartitionPaused f -> PartitionPausedApplier.apply(f, state, at);
      case PartitionResumed f -> PartitionResumedApplier.apply(f, state, at);
      case MaintenancePlanned f -> MaintenancePlannedApplier.apply(f, state);
      case MaintenanceBegan f -> MaintenanceBeganApplier.apply(f, state);
      case MaintenanceEnded f -> MaintenanceEndedApplier.apply(f, state, at);
      case OwnershipTaken f -> {
        // Its time is all that the state takes from it: what the new owner decides is never older.
      }
    }
  }

  private static void apply(PartitionState state, RunFact fact, long at) {
    RunState before = state.run(fact.dag(), fact.run());
    boolean wasDirty = before != null && before.dirty();
    boolean occupied = before != null && before.occupiesSlot();
    switch (fact) {
      case RunCreated f -> RunCreatedApplier.apply(f, state, at);
      case RunReopened f -> RunReopenedApplier.apply(f, state, at);
      case CancelRequested f -> CancelRequestedApplier.apply(f, state.existing(f.dag(), f.run()), at);
      case CleanUpStopRequested f -> CleanUpStopRequestedApplier.apply(state.existing(f.dag(), f.run()));
      case RunEnded f -> RunEndedApplier.apply(f, state.existing(f.dag(), f.run()), state, at);
      case RunVersionChanged f -> RunVersionChangedApplier.apply(f, state.existing(f.dag(), f.run()), state);
      case TasksReset f -> TasksResetApplier.apply(f, state.existing(f.dag(), f.run()));
    }
    RunState run = state.existing(fact.dag(), fact.run());
    state.arm(run);
    state.countSlotRuns(run, occupied);
    if (run.trigger().ofSlot() != null || run.trigger() instanceof Trigger.Assets) {
      state.arm(state.dag(fact.dag()));
    }
    state.touched(run, wasDirty && run == before);
  }

  private static void apply(PartitionState state, RunState run, TaskFact fact, long at) {
    switch (fact) {
      case TaskReady f -> TaskReadyApplier.apply(f, run, state, at);
      case AttemptAssigned f -> AttemptAssignedApplier.apply(f, run, state, at);
      case AttemptStarted f -> AttemptStartedApplier.apply(f, run);
      case AttemptSucceeded f -> AttemptSucceededApplier.apply(f, run, state, at);
      case AttemptFailed f -> AttemptFailedApplier.apply(f, run, state, at);
      case AttemptStopRequested f -> AttemptStopRequestedApplier.apply(f, run);
      case RetryScheduled f -> RetryScheduledApplier.apply(f, run);
      case TaskEnded f -> TaskEndedApplier.apply(f, run, at);
      case TaskMarked f -> TaskMarkedApplier.apply(f, run, at);
      case TaskJoined f -> TaskJoinedApplier.apply(f, run, at);
      case ShardsExpanded f -> ShardsExpandedApplier.apply(f, run, state, at);
      case ShardsAssigned f -> ShardsAssignedApplier.apply(f, run, state, at);
      case ShardsReleased f -> ShardsReleasedApplier.apply(f, run, state, at);
      case ShardsSucceeded f -> ShardsSucceededApplier.apply(f, run, state);
      case ShardFailed f -> ShardFailedApplier.apply(f, run, state);
      case ShardRetriesScheduled f -> ShardRetriesScheduledApplier.apply(f, run, state);
      case ShardsEnded f -> ShardsEndedApplier.apply(f, run, state);
      case ShardedTaskStopRequested f -> ShardedTaskStopRequestedApplier.apply(f, run);
      case ShardsReset f -> ShardsResetApplier.apply(f, run, state, at);
    }
  }
}
