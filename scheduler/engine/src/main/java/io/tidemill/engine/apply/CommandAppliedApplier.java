package io.tidemill.engine.apply;

import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.state.PartitionState;

/// The answer is kept for a repetition of the command.
final class CommandAppliedApplier {
  private CommandAppliedApplier() {}

  static void apply(CommandApplied fact, PartitionState state, long at) {
    state.dag(fact.dag()).answers().add(fact.id(), fact.content(), fact.answer(), at);
  }
}
