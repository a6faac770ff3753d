package io.tidemill.engine.input;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Agents are gone: what they had is lost, as far as that is certain enough for it.
///
/// @param agents incarnations
/// @param others true: all but `agents` are gone; false: `agents` are
/// @param proven true: their processes have ended. False: nobody heard of them for so long that they must have stopped what they
///     had, except what waits for its agent ([io.tidemill.dsl.AgentLost#WAIT])
/// @param suspects attempts that were suspected to end their processes and ran when these ended, by the nonce of their assignment, with
///     the shard, -1 for none; only for them it counts. Null: nobody knows, it counts for all
public record AgentsGone(Set<Long> agents, boolean others, boolean proven, @Nullable Map<Long, Integer> suspects)
    implements PartitionInput {
  /// The processes of these have ended, and have written down what ran that was suspected.
  public static AgentsGone knowing(Set<Long> gone, Map<Long, Integer> suspects) {
    return new AgentsGone(gone, false, true, Map.copyOf(suspects));
  }

  /// The processes of these have ended.
  public static AgentsGone these(Set<Long> gone) {
    return new AgentsGone(gone, false, true, null);
  }

  /// The processes of all but these have ended.
  public static AgentsGone allBut(Set<Long> alive) {
    return new AgentsGone(alive, true, true, null);
  }

  /// Nobody heard of these for so long that they must have stopped.
  public static AgentsGone unheard(Set<Long> silent) {
    return new AgentsGone(silent, false, false, null);
  }

  /// Nobody heard of any but these for so long that they must have stopped.
  public static AgentsGone unheardAllBut(Set<Long> heard) {
    return new AgentsGone(heard, true, false, null);
  }

  /// Whether it counts against an attempt.
  ///
  /// @param shard -1 where the task is not sharded
  public boolean counts(long nonce, int shard) {
    return suspects == null || Integer.valueOf(shard).equals(suspects.get(nonce));
  }

  /// Whether an agent is gone.
  public boolean gone(long agent) {
    return agents.contains(agent) != others;
  }
}
