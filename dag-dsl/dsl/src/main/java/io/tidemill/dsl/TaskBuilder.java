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
public final class TaskBuilder<P> extends TaskOptions<P, TaskBuilder<P>> {
  TaskBuilder(Declaration task) {
    super(task, List.of(), null);
  }

  @Override TaskBuilder<P> self() {
    return this;
  }

  /// Names the inputs of the body, up to five, in the order the body takes them. For more see [#needs(Inputs)].
  ///
  /// An input is a [Task] (its result), a [Sharded] (the [Shards] of its results) or a `task.outcome()`. The task starts when all
  /// upstreams whose results it takes succeeded, and those whose outcomes it takes ended.
  public <A> TaskBuilder1<P, A> needs(BodyInput<A> a) {
    return new TaskBuilder1<>(task, List.of(Ref.of(a)), null);
  }

  /// Names two inputs, see [#needs(BodyInput)].
  public <A, B> TaskBuilder2<P, A, B> needs(BodyInput<A> a, BodyInput<B> b) {
    return new TaskBuilder2<>(task, List.of(Ref.of(a), Ref.of(b)));
  }

  /// Names three inputs, see [#needs(BodyInput)].
  public <A, B, C> TaskBuilder3<P, A, B, C> needs(BodyInput<A> a, BodyInput<B> b, BodyInput<C> c) {
    return new TaskBuilder3<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c)));
  }

  /// Names four inputs, see [#needs(BodyInput)].
  public <A, B, C, D> TaskBuilder4<P, A, B, C, D> needs(BodyInput<A> a, BodyInput<B> b, BodyInput<C> c,
      BodyInput<D> d) {
    return new TaskBuilder4<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d)));
  }

  /// Names five inputs, see [#needs(BodyInput)].
  public <A, B, C, D, E> TaskBuilder5<P, A, B, C, D, E> needs(BodyInput<A> a, BodyInput<B> b, BodyInput<C> c,
      BodyInput<D> d,
      BodyInput<E> e) {
    return new TaskBuilder5<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d), Ref.of(e)));
  }

  /// Names any number of inputs, which the body takes as one record.
  public <A extends Record> TaskBuilder1<P, A> needs(Inputs<A> inputs) {
    return new TaskBuilder1<>(task, inputs.refs(task), inputs);
  }

  /// Sets the body of a task whose result is a plain class: a record, an enum, a sealed type, a JDK value. The task exists from here on.
  ///
  /// @param type class of the result; for a type with arguments use [#runAs]
  public <R> Task<R> run(Class<R> type, Body0<P, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body of a task whose result is a type with arguments, such as `Types.listOf(FileRef.class)`.
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body0<P, R> body) {
    return valued(type, body);
  }

  /// Sets the body of a task without result.
  public VoidTask exec(Exec0<P> body) {
    return plain(body);
  }
}
