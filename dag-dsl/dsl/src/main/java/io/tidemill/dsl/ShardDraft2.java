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
public final class ShardDraft2<P, T, A> extends ShardOptions<P, ShardDraft2<P, T, A>> {
  ShardDraft2(Declaration task, List<Ref> sides, @Nullable Inputs<?> record) {
    super(task, sides, record);
  }

  @Override ShardDraft2<P, T, A> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [ShardDraft1#run].
  public <R> Sharded<R> run(Class<R> type, Body2<P, T, A, R> body) {
    return shards(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [ShardDraft1#runAs].
  public <R> Sharded<R> runAs(Types.Of<R> type, Body2<P, T, A, R> body) {
    return shards(type, body);
  }

  /// Sets a body without result, see [ShardDraft1#exec].
  public Sharded<Void> exec(Exec2<P, T, A> body) {
    return plainShards(body);
  }
}
