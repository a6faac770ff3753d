package io.tidemill.dsl;

import io.tidemill.dsl.body.Body1;
import io.tidemill.dsl.body.Exec1;
import java.util.List;
import java.util.Objects;

/// A task with one input whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
public final class TaskDraft1<P, A> extends TaskOptions<P, TaskDraft1<P, A>> {
  TaskDraft1(Declaration task, List<Ref> inputs) {
    super(task, inputs);
  }

  @Override TaskDraft1<P, A> self() {
    return this;
  }

  /// Gives the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body1<P, A, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body1<P, A, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>valued(type, (ctx, in) -> body.run(ctx, in.at(0)));
  }

  /// Gives the body of a task without result.
  public Done exec(Exec1<P, A> body) {
    Objects.requireNonNull(body, "body");
    return plain((ctx, in) -> {
      body.run(ctx, in.at(0));
      return null;
    });
  }
}
