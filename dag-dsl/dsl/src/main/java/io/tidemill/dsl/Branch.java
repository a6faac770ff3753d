package io.tidemill.dsl;

/// A branch without arms yet. The first arm decides what all arms end with.
///
/// @param <P> the DAG's parameter record
/// @param <S> the sealed type the branch is over
public final class Branch<P, S> {
  private final Branching branching;

  Branch(Branching branching) {
    this.branching = branching;
  }

  /// Says what to do with one variant, or with the variants of a sealed one.
  public <V extends S, H extends Joinable> BranchBuilder<P, S, H> on(Class<V> variant, ArmBody<P, V, H> arm) {
    return new BranchBuilder<P, S, H>(branching).on(variant, arm);
  }
}
