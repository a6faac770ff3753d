package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.DagState;

/// A message is taken once, in the order of its sender. One that was taken already, or that comes before the one before it, changes
/// nothing: it stands in the inbox until its turn has come.
public final class MessageReceivedDecision {
  private MessageReceivedDecision() {}

  public static void decide(MessageReceived input, Turn turn) {
    if (input.n() != turn.state().taken(input.dag(), input.sender()) + 1) {
      return;
    }
    DagState dag = turn.state().dag(input.dag());
    turn.record(new MessageTaken(input.dag(), input.sender(), input.n(), input.message()));
    switch (input.message()) {
      case AssetUpdated m -> AssetEventDecision.record(turn, dag, m.source());
      case AssetEventTold m -> AssetRuns.decide(turn, dag);
      case SlotTold m -> SlotsDue.decide(turn, dag);
      case SlotsSubscribed m -> SlotNews.soFar(turn, dag, m.schedule(), new Address(input.sender(), m.partition()));
      case AssetSubscribed m -> {
        // Events from now on.
      }
      case AssetUnsubscribed m -> {
        // Nothing follows.
      }
      case SlotsUnsubscribed m -> {
        // Nothing follows.
      }
    }
  }
}
