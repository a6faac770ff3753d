package io.tidemill.dsl;

import io.tidemill.dsl.body.Body0;
import io.tidemill.dsl.body.Exec0;
import java.util.List;
import java.util.Objects;

/// A task just named: its options, inputs and body are still to be given.
///
/// Options may come before or after [#needs]. The task exists once `run`, `runAs` or `exec` gave it a body.
///
/// @param <P> the DAG's parameter record
public final class TaskDraft<P> extends TaskOptions<P, TaskDraft<P>> {
  TaskDraft(Declaration task) {
    super(task, List.of());
  }

  @Override TaskDraft<P> self() {
    return this;
  }

  /// Names the inputs of the body, up to five, in the order the body takes them.
  ///
  /// An input is a [Task] (its result), a [Sharded] (the [Shards] of its results) or a `task.outcome()`. The task starts when all
  /// upstreams whose results it takes succeeded, and those whose outcomes it takes ended.
  public <A> TaskDraft1<P, A> needs(Input<A> a) {
    return new TaskDraft1<>(task, List.of(Ref.of(a)));
  }

  /// Names two inputs, see [#needs(Input)].
  public <A, B> TaskDraft2<P, A, B> needs(Input<A> a, Input<B> b) {
    return new TaskDraft2<>(task, List.of(Ref.of(a), Ref.of(b)));
  }

  /// Names three inputs, see [#needs(Input)].
  public <A, B, C> TaskDraft3<P, A, B, C> needs(Input<A> a, Input<B> b, Input<C> c) {
    return new TaskDraft3<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c)));
  }

  /// Names four inputs, see [#needs(Input)].
  public <A, B, C, D> TaskDraft4<P, A, B, C, D> needs(Input<A> a, Input<B> b, Input<C> c, Input<D> d) {
    return new TaskDraft4<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d)));
  }

  /// Names five inputs, see [#needs(Input)].
  public <A, B, C, D, E> TaskDraft5<P, A, B, C, D, E> needs(Input<A> a, Input<B> b, Input<C> c, Input<D> d,
      Input<E> e) {
    return new TaskDraft5<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d), Ref.of(e)));
  }

  /// Gives the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body0<P, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body0<P, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>valued(type, (ctx, in) -> body.run(ctx));
  }

  /// Gives the body of a task without result.
  public Done exec(Exec0<P> body) {
    Objects.requireNonNull(body, "body");
    return plain((ctx, in) -> {
      body.run(ctx);
      return null;
    });
  }
}
