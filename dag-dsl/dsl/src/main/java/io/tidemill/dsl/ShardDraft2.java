package io.tidemill.dsl;

import io.tidemill.dsl.body.Body2;
import io.tidemill.dsl.body.Exec2;
import java.util.List;
import java.util.Objects;

/// A sharded task with one side input whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element a shard is given
/// @param <A> the first side input
public final class ShardDraft2<P, T, A> extends ShardOptions<P, ShardDraft2<P, T, A>> {
  ShardDraft2(Declaration task, List<Ref> sides) {
    super(task, sides);
  }

  @Override ShardDraft2<P, T, A> self() {
    return this;
  }

  /// Gives the body of one shard, with a result that is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result of one shard; for a type with arguments use [#runAs]
  public <R> Sharded<R> run(Class<R> type, Body2<P, T, A, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of one shard, with a result that is a type with arguments, such as `Types.listOf(Part.class)`.
  public <R> Sharded<R> runAs(Types.Of<R> type, Body2<P, T, A, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>shards(type, (ctx, in) -> body.run(ctx, in.at(0), in.at(1)));
  }

  /// Gives the body of one shard, without result. A task that needs this one still sees the keys of its shards.
  public Sharded<Void> exec(Exec2<P, T, A> body) {
    Objects.requireNonNull(body, "body");
    return plainShards((ctx, in) -> {
      body.run(ctx, in.at(0), in.at(1));
      return null;
    });
  }
}
