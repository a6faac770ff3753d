package io.tidemill.dsl;

import java.util.List;

/// A declared task without result. It can be waited for with `after`, but is no input.
///
/// Immutable; valid in the DAG it was declared in, and nowhere else.
///
/// ```java
/// VoidTask table = d.task("create-table").exec(ctx -> ctx.log().info("created"));
/// d.task("load").after(table).exec(ctx -> ctx.log().info("loaded"));
/// ```
public final class VoidTask implements Joinable {
  final Declaration declaration;

  VoidTask(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override public String id() {
    return declaration.id;
  }

  /// An input that says how this task ended. A body with such an input also runs after failures.
  public OutcomeInput<Void> outcome() {
    return new OutcomeInput<>(new Ref(declaration, List.of()));
  }

  @Override public String toString() {
    return "task " + declaration.id;
  }
}
