package io.tidemill.dsl;

import io.tidemill.dsl.body.Body5;
import io.tidemill.dsl.body.Exec5;
import java.util.List;

/// A sharded task with four side inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
/// @param <A> the first side input
/// @param <B> the second side input
/// @param <C> the third side input
/// @param <D> the fourth side input
public final class ShardBuilder5<P, T, A, B, C, D> extends ShardOptions<P, ShardBuilder5<P, T, A, B, C, D>> {
  ShardBuilder5(Declaration task, List<Ref> sides) {
    super(task, sides, null);
  }

  @Override ShardBuilder5<P, T, A, B, C, D> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [ShardBuilder1#run].
  public <R> Sharded<R> run(Class<R> type, Body5<P, T, A, B, C, D, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [ShardBuilder1#runAs].
  public <R> Sharded<R> runAs(Types.TypeRef<R> type, Body5<P, T, A, B, C, D, R> body) {
    return shards(type, body);
  }

  /// Sets a body without result, see [ShardBuilder1#exec].
  public Sharded<Void> exec(Exec5<P, T, A, B, C, D> body) {
    return plainShards(body);
  }
}
