package io.tidemill.dsl;

import java.util.Objects;

/// A branch with at least one arm.
///
/// ```java
/// sealed interface Order {
///   record Cheap(String item) implements Order {}
///   record Dear(String item) implements Order {}
/// }
///
/// Dag<NoParams> dag() {
///   return Dag.define("orders", d -> {
///     var order = d.task("read").run(Order.class, ctx -> new Order.Cheap("a pen"));
///     VoidTask handled = d.branch(order)
///         .on(Order.Dear.class, (arm, dear) -> arm.task("approve").needs(dear).exec((ctx, it) -> {}))
///         .on(Order.Cheap.class, (arm, cheap) -> arm.task("buy").needs(cheap).exec((ctx, it) -> {}))
///         .join("handled");
///     d.task("archive").after(handled).exec(ctx -> {});
///   });
/// }
/// ```
///
/// @param <P> the DAG's parameter record
/// @param <S> the sealed type the branch is over
/// @param <H> what each arm ends with: a `Task<R>` or a `VoidTask`
public final class BranchBuilder<P, S, H extends Joinable> {
  private final Branching branching;

  BranchBuilder(Branching branching) {
    this.branching = branching;
  }

  /// Says what to do with a further variant.
  public <V extends S> BranchBuilder<P, S, H> on(Class<V> variant, ArmBody<P, V, H> arm) {
    branching.arm(Objects.requireNonNull(variant, "variant"),
        narrowed -> arm.declare(new ArmBuilder<P>(branching.build), narrowed));
    return this;
  }

  /// Ends the branch with a task that takes over the result of the arm that was taken. It runs nothing, and starts when no arm
  /// failed and one succeeded.
  ///
  /// @param id as for [Scope#task]
  @SuppressWarnings("unchecked") // every arm ends with an H, and the join is made in the form of the first
  public H join(String id) {
    return (H) branching.join(Objects.requireNonNull(id, "id"));
  }
}
