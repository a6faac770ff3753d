package io.tidemill.runtime;

import io.tidemill.runtime.port.AgentPort;

/// Nothing leaves before it is durable (guarantees R4).
///
/// @param agents where effects go
record AfterCommit(AgentPort agents) implements Departure {
  @Override public void beforeCommit(Pending pending) {
    // Nobody may know yet.
  }

  @Override public void afterCommit(Pending pending) {
    pending.effects.forEach(effect -> agents.perform(effect, pending.epoch));
    pending.answers.forEach(answer -> answer.to().durable(answer.reply()));
  }

  @Override public void gone() {
    agents.flush();
  }
}
