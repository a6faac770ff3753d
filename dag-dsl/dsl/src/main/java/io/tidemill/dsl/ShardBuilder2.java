package io.tidemill.dsl;

import io.tidemill.dsl.body.Body2;
import io.tidemill.dsl.body.Exec2;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sharded task with one side input that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <T> the element of a shard
/// @param <A> the side input, or the record of the side inputs
public final class ShardBuilder2<P, T, A> extends ShardOptions<P, ShardBuilder2<P, T, A>> {
  ShardBuilder2(Declaration task, List<Ref> sides, @Nullable Inputs<?> record) {
    super(task, sides, record);
  }

  @Override ShardBuilder2<P, T, A> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [ShardBuilder1#run].
  public <R> Sharded<R> run(Class<R> type, Body2<P, T, A, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [ShardBuilder1#runAs].
  public <R> Sharded<R> runAs(Types.TypeRef<R> type, Body2<P, T, A, R> body) {
    return shards(type, body);
  }

  /// Sets a body without result, see [ShardBuilder1#exec].
  public Sharded<Void> exec(Exec2<P, T, A> body) {
    return plainShards(body);
  }
}
