package io.tidemill.engine;

import io.tidemill.engine.decide.ActivateVersionDecision;
import io.tidemill.engine.decide.AgentReturnedDecision;
import io.tidemill.engine.decide.AgentsGoneDecision;
import io.tidemill.engine.decide.Announcements;
import io.tidemill.engine.decide.CommandDecision;
import io.tidemill.engine.decide.Dispatch;
import io.tidemill.engine.decide.MaintenanceDecision;
import io.tidemill.engine.decide.MessageReceivedDecision;
import io.tidemill.engine.decide.PauseDecision;
import io.tidemill.engine.decide.ShardsEndedDecision;
import io.tidemill.engine.decide.TaskExpandedDecision;
import io.tidemill.engine.decide.TaskFailedDecision;
import io.tidemill.engine.decide.TaskStartedDecision;
import io.tidemill.engine.decide.TaskSucceededDecision;
import io.tidemill.engine.decide.TimersDueDecision;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.input.TimersDue;

/// Decides: turns an input into facts, effects and an answer. The one way into the engine.
public final class Engine {
  private Engine() {}

  /// Decides about one input, then gives what is ready to whatever slots are free.
  ///
  /// An input that comes too late, twice, or from an attempt that is not the current one yields nothing.
  public static void decide(Input input, Turn turn) {
    if (MaintenanceDecision.due(turn) && input instanceof TimersDue) {
      // What else is due is decided in the next turn, for which the shell makes ready what it may need.
      return;
    }
    switch (input) {
      case CommandReceived received -> CommandDecision.decide(received, turn);
      case ActivateVersion activate -> ActivateVersionDecision.decide(activate, turn);
      case PausePartition pause -> PauseDecision.decide(pause, turn);
      case ResumePartition resume -> PauseDecision.decide(resume, turn);
      case PlanMaintenance plan -> MaintenanceDecision.decide(plan, turn);
      case EndMaintenance end -> MaintenanceDecision.decide(end, turn);
      case MessageReceived message -> MessageReceivedDecision.decide(message, turn);
      case TaskStarted started -> TaskStartedDecision.decide(started, turn);
      case TaskSucceeded succeeded -> TaskSucceededDecision.decide(succeeded, turn);
      case TaskFailed failed -> TaskFailedDecision.decide(failed, turn);
      case TaskExpanded expanded -> TaskExpandedDecision.decide(expanded, turn);
      case ShardsReported ended -> ShardsEndedDecision.decide(ended, turn);
      case AgentsGone gone -> AgentsGoneDecision.decide(gone, turn);
      case AgentReturned returned -> AgentReturnedDecision.decide(returned, turn);
      case TimersDue due -> TimersDueDecision.decide(turn);
      case SlotsFreed freed -> {
        // What is ready is given away below, as after every input.
      }
    }
    Announcements.after(turn);
    Dispatch.fill(turn);
  }
}
