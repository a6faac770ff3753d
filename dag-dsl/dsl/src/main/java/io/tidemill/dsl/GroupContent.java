package io.tidemill.dsl;

/// What is declared in a group.
///
/// @param <P> the DAG's parameter record
@FunctionalInterface
public interface GroupContent<P> {
  /// Declares tasks and groups.
  void declare(GroupBuilder<P> group);
}
