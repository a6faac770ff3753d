package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskEnded;
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
      case RunCreated created -> RunCreatedApplier.apply(created, state, at);
      case RunReopened reopened -> RunReopenedApplier.apply(reopened, state, at);
      default -> {
        RunState run = state.existing(fact.dag(), fact.run());
        boolean wasDirty = run.dirty();
        apply(state, run, fact, at);
        if (fact instanceof TaskFact about) {
          state.arm(run, about.task());
        } else {
          state.arm(run);
        }
        state.touched(run, wasDirty);
      }
    }
  }

  private static void apply(PartitionState state, RunState run, Fact fact, long at) {
    switch (fact) {
      case TaskReady f -> TaskReadyApplier.apply(f, run, state, at);
      case AttemptAssigned f -> AttemptAssignedApplier.apply(f, run, at);
      case AttemptStarted f -> AttemptStartedApplier.apply(f, run);
      case AttemptSucceeded f -> AttemptSucceededApplier.apply(f, run, at);
      case AttemptFailed f -> AttemptFailedApplier.apply(f, run, at);
      case AttemptStopRequested f -> AttemptStopRequestedApplier.apply(f, run);
      case RetryScheduled f -> RetryScheduledApplier.apply(f, run);
      case TaskEnded f -> TaskEndedApplier.apply(f, run, at);
      case TaskJoined f -> TaskJoinedApplier.apply(f, run, at);
      case ShardsExpanded f -> ShardsExpandedApplier.apply(f, run, state, at);
      case ShardsAssigned f -> ShardsAssignedApplier.apply(f, run, at);
      case ShardsReleased f -> ShardsReleasedApplier.apply(f, run, state, at);
      case ShardsSucceeded f -> ShardsSucceededApplier.apply(f, run, state);
      case ShardFailed f -> ShardFailedApplier.apply(f, run, state);
      case ShardRetriesScheduled f -> ShardRetriesScheduledApplier.apply(f, run);
      case ShardsStopRequested f -> ShardsStopRequestedApplier.apply(f, run);
      case ShardsEnded f -> ShardsEndedApplier.apply(f, run, state);
      case ShardedTaskStopRequested f -> ShardedTaskStopRequestedApplier.apply(f, run);
      case ShardedTaskEnded f -> ShardedTaskEndedApplier.apply(f, run, at);
      case CancelRequested f -> CancelRequestedApplier.apply(f, run);
      case RunEnded f -> RunEndedApplier.apply(f, run, at);
      case TasksReset f -> TasksResetApplier.apply(f, run);
      case ShardsReset f -> ShardsResetApplier.apply(f, run, state, at);
      case RunCreated f -> throw new IllegalStateException("Expected a fact of a run in memory, but found " + f);
      case RunReopened f -> throw new IllegalStateException("Expected a fact of a run in memory, but found " + f);
    }
  }
}
