package io.tidemill.runtime;

import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Store;
import org.jspecify.annotations.NullMarked;

/// Schedulers that let something go before it is durable. It lives in the runtime's package because the seam it uses,
/// [CommitListener], is nobody else's business.
@NullMarked
public final class WrongCommitListeners {
  private WrongCommitListeners() {}

  /// Sends work to agents while its assignment is still on its way to the database.
  public static SchedulerNode sendsBeforeCommit(String name, Store store, AgentPort agents) {
    return new SchedulerNode(name, store, agents, to -> new SendsFirst(new EffectDispatcher(to), to));
  }

  /// Answers while what it says is still on its way to the database.
  public static SchedulerNode acknowledgesBeforeCommit(String name, Store store, AgentPort agents) {
    return new SchedulerNode(name, store, agents, to -> new AnswersFirst(to));
  }

  private record SendsFirst(EffectDispatcher right, AgentPort agents) implements CommitListener {
    @Override public void beforeCommit(PendingCommit pending) {
      pending.effects.forEach(effect -> agents.perform(effect, pending.epoch));
      pending.effects.clear();
    }

    @Override public void afterCommit(PendingCommit pending) {
      right.afterCommit(pending);
    }

    @Override public void gone() {
      right.gone();
    }
  }

  private record AnswersFirst(AgentPort agents) implements CommitListener {
    @Override public void beforeCommit(PendingCommit pending) {
      pending.answers.forEach(answer -> answer.to().durable(answer.reply()));
      pending.answers.clear();
    }

    @Override public void afterCommit(PendingCommit pending) {
      pending.effects.forEach(effect -> agents.perform(effect, pending.epoch));
    }

    @Override public void gone() {
      agents.flush();
    }
  }
}
