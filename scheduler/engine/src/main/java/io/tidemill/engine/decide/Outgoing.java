package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.message.Message;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.DagState;

/// What a DAG or asset tells another, numbered.
final class Outgoing {
  private Outgoing() {}

  static void send(Turn turn, DagState from, Address to, Message message) {
    turn.record(new MessageSent(from.number(), to.number(), to.partition(),
        from.links().messages().sent(to.number()) + 1, message));
  }
}
