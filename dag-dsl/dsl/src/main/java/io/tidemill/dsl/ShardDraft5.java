package io.tidemill.dsl;

import io.tidemill.dsl.body.Body5;
import io.tidemill.dsl.body.Exec5;
import java.util.List;
import java.util.Objects;

/// A sharded task with four side inputs whose body is still to be given.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element a shard is given
/// @param <A> the first side input
/// @param <B> the second side input
/// @param <C> the third side input
/// @param <D> the fourth side input
public final class ShardDraft5<P, T, A, B, C, D> extends ShardOptions<P, ShardDraft5<P, T, A, B, C, D>> {
  ShardDraft5(Declaration task, List<Ref> sides) {
    super(task, sides);
  }

  @Override ShardDraft5<P, T, A, B, C, D> self() {
    return this;
  }

  /// Gives the body of one shard, with a result that is a plain class: a record, an enum, a sealed type, a JDK value.
  ///
  /// @param type class of the result of one shard; for a type with arguments use [#runAs]
  public <R> Sharded<R> run(Class<R> type, Body5<P, T, A, B, C, D, R> body) {
    return runAs(Types.of(type), body);
  }

  /// Gives the body of one shard, with a result that is a type with arguments, such as `Types.listOf(Part.class)`.
  public <R> Sharded<R> runAs(Types.Of<R> type, Body5<P, T, A, B, C, D, R> body) {
    Objects.requireNonNull(body, "body");
    return this.<R>shards(type, (ctx, in) -> body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3), in.at(4)));
  }

  /// Gives the body of one shard, without result. A task that needs this one still sees the keys of its shards.
  public Sharded<Void> exec(Exec5<P, T, A, B, C, D> body) {
    Objects.requireNonNull(body, "body");
    return plainShards((ctx, in) -> {
      body.run(ctx, in.at(0), in.at(1), in.at(2), in.at(3), in.at(4));
      return null;
    });
  }
}
