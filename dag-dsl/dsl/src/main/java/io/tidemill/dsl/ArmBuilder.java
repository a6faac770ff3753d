package io.tidemill.dsl;

/// An arm of a branch while it is declared: what is declared in it runs only if the arm is taken, and is SKIPPED otherwise.
///
/// @param <P> the DAG's parameter record
public final class ArmBuilder<P> extends Scope<P> {
  ArmBuilder(DagBuild build) {
    super(build);
  }
}
