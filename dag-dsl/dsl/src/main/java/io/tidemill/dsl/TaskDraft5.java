package io.tidemill.dsl;

import io.tidemill.dsl.body.Body5;
import io.tidemill.dsl.body.Exec5;
import java.util.List;
import java.util.Objects;

/// A task with five inputs whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <D> the fourth input
/// @param <E> the fifth input
public final class TaskDraft5<P, A, B, C, D, E> extends TaskOptions<P, TaskDraft5<P, A, B, C, D, E>> {
  TaskDraft5(Declaration task, List<Ref> inputs) {
    super(task, inputs);
  }

  @Override TaskDraft5<P, A, B, C, D, E> self() {
    return this;
  }

  /// Gives the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body5<P, A, B, C, D, E, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body5<P, A, B, C, D, E, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>valued(type, (ctx, in) -> body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3), in.at(4)));
  }

  /// Gives the body of a task without result.
  public Done exec(Exec5<P, A, B, C, D, E> body) {
    Objects.requireNonNull(body, "body");
    return plain((ctx, in) -> {
      body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3), in.at(4));
      return null;
    });
  }
}
