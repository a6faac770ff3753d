package io.tidemill.dsl;

import io.tidemill.dsl.body.Body1;
import io.tidemill.dsl.body.Exec1;
import java.util.List;

/// A sharded task without side inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
public final class ShardBuilder1<P, T> extends ShardOptions<P, ShardBuilder1<P, T>> {
  ShardBuilder1(Declaration task) {
    super(task, List.of(), null);
  }

  @Override ShardBuilder1<P, T> self() {
    return this;
  }

  /// Gives every shard the same further inputs, up to four. For more see [#with(Inputs)].
  public <A> ShardBuilder2<P, T, A> with(BodyInput<A> a) {
    return new ShardBuilder2<>(task, List.of(Ref.of(a)), null);
  }

  /// Gives every shard two further inputs.
  public <A, B> ShardBuilder3<P, T, A, B> with(BodyInput<A> a, BodyInput<B> b) {
    return new ShardBuilder3<>(task, List.of(Ref.of(a), Ref.of(b)));
  }

  /// Gives every shard three further inputs.
  public <A, B, C> ShardBuilder4<P, T, A, B, C> with(BodyInput<A> a, BodyInput<B> b, BodyInput<C> c) {
    return new ShardBuilder4<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c)));
  }

  /// Gives every shard four further inputs.
  public <A, B, C, D> ShardBuilder5<P, T, A, B, C, D> with(BodyInput<A> a, BodyInput<B> b, BodyInput<C> c,
      BodyInput<D> d) {
    return new ShardBuilder5<>(task, List.of(Ref.of(a), Ref.of(b), Ref.of(c), Ref.of(d)));
  }

  /// Gives every shard any number of further inputs, which the body takes as one record.
  public <A extends Record> ShardBuilder2<P, T, A> with(Inputs<A> inputs) {
    return new ShardBuilder2<>(task, inputs.refs(task), inputs);
  }

  /// Sets the body of one shard whose result is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result of one shard; for a type with arguments use [#runAs]
  public <R> Sharded<R> run(Class<R> type, Body1<P, T, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body of one shard whose result is a type with arguments, such as `Types.listOf(Part.class)`.
  public <R> Sharded<R> runAs(Types.TypeRef<R> type, Body1<P, T, R> body) {
    return shards(type, body);
  }

  /// Sets the body of one shard without result. A task that needs this one still sees the keys of its shards.
  public Sharded<Void> exec(Exec1<P, T> body) {
    return plainShards(body);
  }
}
