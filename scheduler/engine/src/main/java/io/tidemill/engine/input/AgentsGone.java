package io.tidemill.engine.input;

import java.util.Set;

/// Agents are gone for good: what they had is lost.
///
/// @param agents incarnations
/// @param others true: all but `agents` are gone; false: `agents` are
public record AgentsGone(Set<Long> agents, boolean others) implements Input {
  /// These are gone.
  public static AgentsGone these(Set<Long> gone) {
    return new AgentsGone(gone, false);
  }

  /// All but these are gone.
  public static AgentsGone allBut(Set<Long> alive) {
    return new AgentsGone(alive, true);
  }

  /// Whether an agent is gone.
  public boolean gone(long agent) {
    return agents.contains(agent) != others;
  }
}
