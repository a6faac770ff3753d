package io.tidemill.dsl;

import io.tidemill.dsl.body.Body4;
import io.tidemill.dsl.body.Exec4;
import java.util.List;

/// A sharded task with three side inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
/// @param <A> the first side input
/// @param <B> the second side input
/// @param <C> the third side input
public final class ShardBuilder4<P, T, A, B, C> extends ShardOptions<P, ShardBuilder4<P, T, A, B, C>> {
  ShardBuilder4(Declaration task, List<Ref> sides) {
    super(task, sides, null);
  }

  @Override ShardBuilder4<P, T, A, B, C> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [ShardBuilder1#run].
  public <R> Sharded<R> run(Class<R> type, Body4<P, T, A, B, C, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [ShardBuilder1#runAs].
  public <R> Sharded<R> runAs(Types.TypeRef<R> type, Body4<P, T, A, B, C, R> body) {
    return shards(type, body);
  }

  /// Sets a body without result, see [ShardBuilder1#exec].
  public Sharded<Void> exec(Exec4<P, T, A, B, C> body) {
    return plainShards(body);
  }
}
