package io.tidemill.dsl;

/// Declares one arm of a branch.
///
/// @param <P> the DAG's parameter record
/// @param <V> the variant the arm is for
/// @param <H> what the arm ends with: a `Task<R>` or a `VoidTask`
@FunctionalInterface
public interface ArmBody<P, V, H extends Joinable> {
  /// Declares the tasks of the arm. Called once, while the DAG is built.
  ///
  /// @param arm where to declare them
  /// @param variant the branched task, with the variant as its result
  /// @return the task that ends the arm, declared in it
  H declare(ArmBuilder<P> arm, Task<V> variant);
}
