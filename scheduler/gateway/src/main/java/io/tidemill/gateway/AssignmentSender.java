package io.tidemill.gateway;

import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.StopReason;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/// Sends committed effects to their agents; the assignments of one commit go to an agent as one message. Safe for use by several
/// threads.
final class AssignmentSender {
  private final AgentSessions sessions;
  private final IntFunction<String> dagIds;
  /// Sessions with assignments that are not sent yet.
  private final Queue<AgentSession> gathering = new ConcurrentLinkedQueue<>();

  /// @param dagIds the id of a DAG by its number
  AssignmentSender(AgentSessions sessions, IntFunction<String> dagIds) {
    this.sessions = sessions;
    this.dagIds = dagIds;
  }

  void perform(Effect effect, long epoch) {
    AgentSession session = sessions.find(effect.agent());
    if (session == null) {
      // The process is lost: its work is declared lost too, or sent again when it returns.
      return;
    }
    switch (effect) {
      case AssignTask assign -> {
        Assignment assignment = AssignmentMapper.task(assign, dagIds.apply(assign.ref().dag()), epoch);
        session.slotLedger().bind(assignment, 1, assign.requirement(), !assign.again());
        gather(session, assignment);
      }
      case AssignShards assign -> {
        Assignment assignment = AssignmentMapper.shards(assign, dagIds.apply(assign.ref().dag()), epoch);
        session.slotLedger().bind(assignment, shards(assign), assign.requirement(), !assign.again());
        gather(session, assignment);
      }
      case StopAttempt stop -> {
        // The attempt to stop may be gathered and not sent yet.
        session.flush();
        AgentLink agent = session.link();
        if (agent != null) {
          agent.stop(new AttemptKey(stop.dag(), stop.run(), stop.task(), stop.attempt(), stop.nonce()),
              stop.timedOut() ? StopReason.TIMED_OUT : StopReason.CANCELLED);
        }
      }
    }
  }

  private void gather(AgentSession session, Assignment assignment) {
    if (session.gather(assignment)) {
      gathering.add(session);
    }
  }

  /// Sends everything that was gathered.
  void flush() {
    for (AgentSession session = gathering.poll(); session != null; session = gathering.poll()) {
      session.flush();
    }
  }

  /// Gives back the slots of an effect that will not be performed.
  void abandon(Effect effect) {
    AgentSession session = sessions.find(effect.agent());
    if (session != null) {
      int reserved = switch (effect) {
        case AssignTask assign -> assign.again() ? 0 : 1;
        case AssignShards assign -> assign.again() ? 0 : shards(assign);
        case StopAttempt _ -> 0;
      };
      session.slotLedger().giveBack(reserved);
      if (reserved > 0) {
        sessions.node().slotsFreed();
      }
    }
  }

  private static int shards(AssignShards assign) {
    return assign.spans().stream().mapToInt(span -> span.end() - span.first()).sum();
  }
}
