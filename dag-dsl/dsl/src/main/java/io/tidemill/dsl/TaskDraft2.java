package io.tidemill.dsl;

import io.tidemill.dsl.body.Body2;
import io.tidemill.dsl.body.Exec2;
import java.util.List;
import java.util.Objects;

/// A task with two inputs whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
public final class TaskDraft2<P, A, B> extends TaskOptions<P, TaskDraft2<P, A, B>> {
  TaskDraft2(Declaration task, List<Ref> inputs) {
    super(task, inputs);
  }

  @Override TaskDraft2<P, A, B> self() {
    return this;
  }

  /// Gives the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body2<P, A, B, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body2<P, A, B, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>valued(type, (ctx, in) -> body.run(ctx, in.at(0), in.at(1)));
  }

  /// Gives the body of a task without result.
  public Done exec(Exec2<P, A, B> body) {
    Objects.requireNonNull(body, "body");
    return plain((ctx, in) -> {
      body.run(ctx, in.at(0), in.at(1));
      return null;
    });
  }
}
