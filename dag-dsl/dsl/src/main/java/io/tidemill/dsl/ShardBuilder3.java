package io.tidemill.dsl;

import io.tidemill.dsl.body.Body3;
import io.tidemill.dsl.body.Exec3;
import java.util.List;

/// A sharded task with two side inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
/// @param <A> the first side input
/// @param <B> the second side input
public final class ShardBuilder3<P, T, A, B> extends ShardOptions<P, ShardBuilder3<P, T, A, B>> {
  ShardBuilder3(Declaration task, List<Ref> sides) {
    super(task, sides, null);
  }

  @Override ShardBuilder3<P, T, A, B> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [ShardBuilder1#run].
  public <R> Sharded<R> run(Class<R> type, Body3<P, T, A, B, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [ShardBuilder1#runAs].
  public <R> Sharded<R> runAs(Types.TypeRef<R> type, Body3<P, T, A, B, R> body) {
    return shards(type, body);
  }

  /// Sets a body without result, see [ShardBuilder1#exec].
  public Sharded<Void> exec(Exec3<P, T, A, B> body) {
    return plainShards(body);
  }
}
