package io.tidemill.dsl;

import java.util.List;

/// A declared task with a result. Immutable; valid in the DAG it was declared in, and nowhere else.
///
/// ```java
/// Task<Long> rows = d.task("count").run(Long.class, ctx -> 20_000L);
/// d.task("tell").needs(rows).exec((ctx, n) -> ctx.log().info("{} rows", n));
/// d.task("audit").needs(rows.outcome()).exec((ctx, end) -> ctx.log().info("count ended {}", end.state()));
/// ```
///
/// @param <R> the result
public final class Task<R> implements Joinable, BodyInput<R> {
  final Declaration declaration;
  /// Variants this handle is narrowed to, all where empty.
  final List<String> variants;

  Task(Declaration declaration, List<String> variants) {
    this.declaration = declaration;
    this.variants = variants;
  }

  @Override public String id() {
    return declaration.id;
  }

  /// An input that says how this task ended, and gives its result where it succeeded. A body with such an input also runs
  /// after failures.
  public OutcomeInput<R> outcome() {
    return new OutcomeInput<>(new Ref(declaration, variants));
  }

  @Override public String toString() {
    return "task " + declaration.id;
  }
}
