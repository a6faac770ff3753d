package io.tidemill.engine.apply;

import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.state.DagState;

final class MessageSentApplier {
  private MessageSentApplier() {}

  static void apply(MessageSent fact, DagState dag) {
    dag.links().messages().sent(fact.receiver(), fact.n());
    dag.touch();
  }
}
