package io.tidemill.dsl;

/// How a task ended, as an input. Made by [Task#outcome] and [VoidTask#outcome].
///
/// ```java
/// var load = d.task("load").exec(ctx -> {});
/// d.task("unlock").needs(load.outcome()).exec((ctx, end) -> ctx.log().info("load ended {}", end.state()));
/// ```
///
/// @param <R> the result of that task
public final class OutcomeInput<R> implements BodyInput<Outcome<R>> {
  final Ref ref;

  OutcomeInput(Ref ref) {
    this.ref = ref;
  }

  @Override public String toString() {
    return "outcome of task " + ref.task().id;
  }
}
