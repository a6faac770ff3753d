package io.tidemill.engine.input;

import java.util.Set;

/// Agents are gone: what they had is lost, as far as that is certain enough for it.
///
/// @param agents incarnations
/// @param others true: all but `agents` are gone; false: `agents` are
/// @param proven true: their processes have ended. False: nobody heard of them for so long that they must have stopped what they
///     had, except what waits for its agent ([io.tidemill.dsl.AgentLost#WAIT])
public record AgentsGone(Set<Long> agents, boolean others, boolean proven) implements PartitionInput {
  /// The processes of these have ended.
  public static AgentsGone these(Set<Long> gone) {
    return new AgentsGone(gone, false, true);
  }

  /// The processes of all but these have ended.
  public static AgentsGone allBut(Set<Long> alive) {
    return new AgentsGone(alive, true, true);
  }

  /// Nobody heard of these for so long that they must have stopped.
  public static AgentsGone unheard(Set<Long> silent) {
    return new AgentsGone(silent, false, false);
  }

  /// Nobody heard of any but these for so long that they must have stopped.
  public static AgentsGone unheardAllBut(Set<Long> heard) {
    return new AgentsGone(heard, true, false);
  }

  /// Whether an agent is gone.
  public boolean gone(long agent) {
    return agents.contains(agent) != others;
  }
}
