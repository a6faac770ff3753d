package io.tidemill.engine.apply;

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
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;

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
      case PartitionFact about -> apply(about);
      case RunFact about -> apply(state, about, at);
      case TaskFact about -> {
        RunState run = state.existing(about.dag(), about.run());
        boolean wasDirty = run.dirty();
        apply(state, run, about, at);
        state.arm(run, about.task());
        state.touched(run, wasDirty);
      }
    }
  }

  private static void apply(PartitionFact fact) {
    switch (fact) {
      case OwnershipTaken f -> {
        // Its time is all that the state takes from it: what the new owner decides is never older.
      }
    }
  }

  private static void apply(PartitionState state, RunFact fact, long at) {
    RunState before = state.run(fact.dag(), fact.run());
    boolean wasDirty = before != null && before.dirty();
    switch (fact) {
      case RunCreated f -> RunCreatedApplier.apply(f, state, at);
      case RunReopened f -> RunReopenedApplier.apply(f, state, at);
      case CancelRequested f -> CancelRequestedApplier.apply(f, state.existing(f.dag(), f.run()));
      case RunEnded f -> RunEndedApplier.apply(f, state.existing(f.dag(), f.run()), at);
      case TasksReset f -> TasksResetApplier.apply(f, state.existing(f.dag(), f.run()));
    }
    RunState run = state.existing(fact.dag(), fact.run());
    state.arm(run);
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
      case TaskJoined f -> TaskJoinedApplier.apply(f, run, at);
      case ShardsExpanded f -> ShardsExpandedApplier.apply(f, run, state, at);
      case ShardsAssigned f -> ShardsAssignedApplier.apply(f, run, state, at);
      case ShardsReleased f -> ShardsReleasedApplier.apply(f, run, state, at);
      case ShardsSucceeded f -> ShardsSucceededApplier.apply(f, run, state);
      case ShardFailed f -> ShardFailedApplier.apply(f, run, state);
      case ShardRetriesScheduled f -> ShardRetriesScheduledApplier.apply(f, run, state);
      case ShardsStopRequested f -> ShardsStopRequestedApplier.apply(f, run);
      case ShardsEnded f -> ShardsEndedApplier.apply(f, run, state);
      case ShardedTaskStopRequested f -> ShardedTaskStopRequestedApplier.apply(f, run);
      case ShardsReset f -> ShardsResetApplier.apply(f, run, state, at);
    }
  }
}
