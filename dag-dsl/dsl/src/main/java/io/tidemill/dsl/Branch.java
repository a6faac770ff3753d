package io.tidemill.dsl;

/// A branch without arms yet. The first arm decides what all arms end with.
///
/// ```java
/// sealed interface Verdict {
///   record Ok(long rows) implements Verdict {}
///   record TooSmall(long rows) implements Verdict {}
/// }
///
/// Dag<NoParams> dag() {
///   return Dag.define("publish", d -> {
///     var verdict = d.task("check").run(Verdict.class, ctx -> new Verdict.Ok(7));
///     var report = d.branch(verdict)
///         .on(Verdict.Ok.class, (arm, ok) -> arm.task("publish").needs(ok)
///             .run(String.class, (ctx, it) -> it.rows() + " rows published"))
///         .on(Verdict.TooSmall.class, (arm, few) -> arm.task("quarantine").needs(few)
///             .run(String.class, (ctx, it) -> it.rows() + " rows set aside"))
///         .join("report");
///     d.task("tell").needs(report).exec((ctx, text) -> ctx.log().info("{}", text));
///   });
/// }
/// ```
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
