package io.tidemill.runtime;

import io.tidemill.runtime.PendingCommit.Answer;
import io.tidemill.runtime.port.AgentPort;
import java.util.ArrayList;
import java.util.List;

/// Nothing leaves before it is durable (guarantees R4), and answers leave behind the effects of the same commit.
///
/// The order matters: an agent that has returned is sent again what it does not know, and may report the end of it in the same
/// commit. Told of the end first it would have forgotten the attempt when it comes again, and would start it twice. One thread
/// at a time may use it.
final class EffectDispatcher implements CommitListener {
  private final AgentPort agents;
  private final List<Answer> answers = new ArrayList<>();

  /// @param agents where effects go
  EffectDispatcher(AgentPort agents) {
    this.agents = agents;
  }

  @Override public void beforeCommit(PendingCommit pending) {
    // Nobody may know yet.
  }

  @Override public void afterCommit(PendingCommit pending) {
    pending.effects.forEach(effect -> agents.perform(effect, pending.epoch));
    answers.addAll(pending.answers);
  }

  @Override public void gone() {
    agents.flush();
    answers.forEach(answer -> answer.to().durable(answer.reply()));
    answers.clear();
  }
}
