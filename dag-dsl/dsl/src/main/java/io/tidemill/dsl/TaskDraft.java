package io.tidemill.dsl;

import io.tidemill.dsl.body.Body0;
import io.tidemill.dsl.body.Exec0;
import java.util.List;

/// A task with its id only: options, inputs and body follow, in this order or with options after the inputs.
///
/// ```java
/// var rows = d.task("rows").retry(Retry.attempts(3)).run(Long.class, ctx -> 20_000L);
/// d.task("tell").needs(rows).queue("night").exec((ctx, n) -> ctx.log().info("{} rows", n));
/// ```
///
/// @param <P> the DAG's parameter record
public final class TaskDraft<P> extends TaskOptions<P, TaskDraft<P>> {
  TaskDraft(Declaration task) {
    super(task, List.of(), null);
  }

  @Override TaskDraft<P> self() {
    return this;
  }

  /// Names the inputs of the body, up to five, in the order the body takes them. For more see [#needs(Inputs)].
  ///
  /// An input is a [Task] (its result), a [Sharded] (the [Shards] of its results) or a `task.outcome()`. The task starts when all
  /// upstreams whose results it takes succeeded, and those whose outcomes it takes ended.
  public <A> TaskDraft1<P, A> needs(Input<A> a) {
    return new TaskDraft1<>(task, List.of(Ref.of(a)), null);
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

  /// Names any number of inputs, which the body takes as one record.
  public <A extends Record> TaskDraft1<P, A> needs(Inputs<A> inputs) {
    return new TaskDraft1<>(task, inputs.refs(task), inputs);
  }

  /// Sets the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value. The task exists from here on.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body0<P, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.Of<R> type, Body0<P, R> body) {
    return valued(type, body);
  }

  /// Sets the body of a task without result.
  public Done exec(Exec0<P> body) {
    return plain(body);
  }
}
