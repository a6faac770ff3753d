package io.tidemill.dsl;

import io.tidemill.dsl.body.Body4;
import io.tidemill.dsl.body.Exec4;
import java.util.List;
import java.util.Objects;

/// A task with four inputs whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <D> the fourth input
public final class TaskDraft4<P, A, B, C, D> extends TaskOptions<P, TaskDraft4<P, A, B, C, D>> {
  TaskDraft4(Declaration task, List<Ref> inputs) {
    super(task, inputs);
  }

  @Override TaskDraft4<P, A, B, C, D> self() {
    return this;
  }

  /// Gives the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body4<P, A, B, C, D, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body4<P, A, B, C, D, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>valued(type, (ctx, in) -> body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3)));
  }

  /// Gives the body of a task without result.
  public Done exec(Exec4<P, A, B, C, D> body) {
    Objects.requireNonNull(body, "body");
    return plain((ctx, in) -> {
      body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3));
      return null;
    });
  }
}
