package io.tidemill.dsl;

import io.tidemill.dsl.body.Body1;
import io.tidemill.dsl.body.Exec1;
import java.util.List;

/// A sharded task without side inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
public final class ShardDraft1<P, T> extends ShardOptions<P, ShardDraft1<P, T>> {
  ShardDraft1(Declaration task) {
    super(task, List.of(), null);
  }

  @Override ShardDraft1<P, T> self() {
    return this;
  }

  /// Gives every shard the same further inputs, up to four. For more see [#with(Inputs)].
  public <A> ShardDraft2<P, T, A> with(Input<A> a) {
    return new ShardDraft2<>(task, List.of(Ref.of(a)), null);
  }

  /// Gives every shard two further inputs.
  public <A, B> ShardDraft3<P, T, A, B> with(Input<A> a, Input<B> b) {
    return new ShardDraft3<>(task, List.of(Ref.of(a), Ref.of(b)));
  }

  /// Gives every shard three further inputs.
  public <A, B, C> ShardDraft4<P, T, A, B, C> with(Input<A> a, Input<B> b, Input<C> c) {
    return new ShardDraft4<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c)));
  }

  /// Gives every shard four further inputs.
  public <A, B, C, D> ShardDraft5<P, T, A, B, C, D> with(Input<A> a, Input<B> b, Input<C> c, Input<D> d) {
    return new ShardDraft5<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d)));
  }

  /// Gives every shard any number of further inputs, which the body takes as one record.
  public <A extends Record> ShardDraft2<P, T, A> with(Inputs<A> inputs) {
    return new ShardDraft2<>(task, inputs.refs(task), inputs);
  }

  /// Sets the body of one shard whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result of one shard; for a type with arguments use [#runAs]
  public <R> Sharded<R> run(Class<R> type, Body1<P, T, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body of one shard whose result is a type with arguments, such as `Types.listOf(Part.class)`.
  public <R> Sharded<R> runAs(Types.Of<R> type, Body1<P, T, R> body) {
    return shards(type, body);
  }

  /// Sets the body of one shard without result. A task that needs this one still sees the keys of its shards.
  public Sharded<Void> exec(Exec1<P, T> body) {
    return plainShards(body);
  }
}
