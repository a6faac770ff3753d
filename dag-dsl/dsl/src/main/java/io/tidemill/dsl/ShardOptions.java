package io.tidemill.dsl;

import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.graph.TaskKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of a sharded task before its body is set; those of [TaskOptions] hold for each shard. They may stand before or after `over…`.
///
/// ```java
/// d.shard("crunch").overRange(0, 1_000, 10)
///     .concurrency(20).maxFailedFraction(0.05).totalRetries(50).retry(Retry.attempts(3))
///     .exec((ctx, part) -> ctx.log().info("{} numbers", part.size()));
/// ```
///
/// @param <P> the DAG's parameter record
/// @param <S> the type of the options themselves, so that calls chain
public abstract class ShardOptions<P, S extends ShardOptions<P, S>> extends TaskOptions<P, S> {
  ShardOptions(Declaration task, List<Ref> sides, @Nullable Inputs<?> record) {
    super(task, sides, record);
  }

  /// Most shards that run at a time: 1 to 10,000,000, no limit of its own by default.
  public final S concurrency(int shards) {
    task.sharding().concurrency = shards;
    return self();
  }

  /// Succeeds while no more than this many shards fail: 0 to 10,000,000. By default every shard must succeed.
  public final S maxFailedShards(int shards) {
    task.sharding().maxFailedShards = shards;
    task.sharding().maxFailedFraction = null;
    return self();
  }

  /// Succeeds while no more than this fraction of the shards fails: 0.0 to 1.0. By default every shard must succeed. The fraction is
  /// taken as the decimal number that was written, so 29 failed of 100 are within `maxFailedFraction(0.29)`.
  public final S maxFailedFraction(double fraction) {
    task.sharding().maxFailedFraction = fraction;
    task.sharding().maxFailedShards = null;
    return self();
  }

  /// Stops the other shards once one has failed for good. By default they run to their end.
  public final S failFast() {
    task.sharding().failFast = true;
    return self();
  }

  /// Most shards; more fail the task when it is expanded: 1 to 10,000,000, 1,000,000 by default. A task over another sharded task
  /// has as many shards as that one.
  public final S maxShards(int shards) {
    task.sharding().maxShards = shards;
    return self();
  }

  /// Most retries of all shards together, at least 1; by default only the retries of each shard are limited.
  public final S totalRetries(int retries) {
    task.sharding().totalRetries = retries;
    return self();
  }

  /// Ends the task as OMITTED where it has no shards, instead of SUCCESS with no results.
  public final S omitWhenEmpty() {
    task.sharding().omitWhenEmpty = true;
    return self();
  }

  final <R> Sharded<R> shards(Types.TypeRef<R> type, Body<P, R> body) {
    finish(TaskKind.SHARDED, type.type(), body);
    return new Sharded<>(task);
  }

  final Sharded<Void> plainShards(Body<P, Void> body) {
    finish(TaskKind.SHARDED, null, body);
    return new Sharded<>(task);
  }
}
