package io.tidemill.engine;

import io.tidemill.engine.graph.Requirement;
import java.util.List;

/// What agents can take now, as the turn sees it. What is taken is used by an assignment of the same turn.
@FunctionalInterface
public interface Capacity {
  /// Nothing is free.
  Capacity NONE = (wanted, demand) -> Grant.NONE;

  /// Takes slots of one agent.
  ///
  /// @param wanted most slots of use, at least 1
  /// @param demand which agents may serve
  /// @return at least one slot, or [Grant#NONE]
  Grant take(int wanted, Demand demand);

  /// Whether it is the turn of others that wait for slots of that kind.
  default boolean isTurnOfOthers(Requirement requirement) {
    return false;
  }

  /// Whether others wait for slots of that kind. Then a partition goes on only until each of its DAGs had its turn.
  default boolean contended(Requirement requirement) {
    return false;
  }

  /// What a task asks of an agent.
  ///
  /// @param queue queue the agent must serve; empty: the default one
  /// @param required labels it must carry, sorted
  /// @param preferred labels it should carry, sorted
  /// @param sticky incarnation of the agent that should have it if it has room, 0 for none
  record Demand(String queue, List<String> required, List<String> preferred, long sticky) {
    /// Any agent of the default queue.
    public static final Demand ANY = new Demand("", List.of(), List.of(), 0);

    public Demand {
      required = List.copyOf(required);
      preferred = List.copyOf(preferred);
    }
  }

  /// Slots of one agent.
  ///
  /// @param agent its incarnation
  /// @param slots how many
  record Grant(long agent, int slots) {
    /// No slot.
    public static final Grant NONE = new Grant(0, 0);
  }
}
