package io.tidemill.engine;

/// What agents can take now, as the turn sees it. What is taken is used by an assignment of the same turn.
@FunctionalInterface
public interface Capacity {
  /// Nothing is free.
  Capacity NONE = wanted -> Grant.NONE;

  /// Takes slots of one agent.
  ///
  /// @param wanted most slots of use, at least 1
  /// @return at least one slot, or [Grant#NONE]
  Grant take(int wanted);

  /// Slots of one agent.
  ///
  /// @param agent its incarnation
  /// @param slots how many
  record Grant(long agent, int slots) {
    /// No slot.
    public static final Grant NONE = new Grant(0, 0);
  }
}
