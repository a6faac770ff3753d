package io.tidemill.dsl;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a body may ask of the attempt it runs in.
///
/// Safe for use by several threads of one body. Valid until the body returns.
///
/// ```java
/// d.task("copy").exec(ctx -> {
///   for (var part = 1; part <= 100 && !ctx.cancelled(); part++) {
///     ctx.log().info("Part {} in run {}, attempt {}", part, ctx.run(), ctx.attempt());
///     ctx.progress(part, 100);
///   }
/// });
/// ```
///
/// @param <P> the DAG's parameter record
public interface TaskContext<P> {
  /// The run's parameters.
  P params();

  /// Id of the DAG.
  String dag();

  /// Number of the run, counted from 1 in each DAG.
  long run();

  /// The slot the run is of; empty for a run started by hand or by API.
  Optional<Slot> slot();

  /// The events of assets that started the run, an entry for each asset that had some, in the order in which their first ones came; empty
  /// for a run of a slot, by hand or by API.
  List<AssetUpdates> assetUpdates();

  /// Id of the task.
  String task();

  /// Number of this attempt, 1 for the first.
  int attempt();

  /// Key of the shard, or null where the task is not sharded.
  @Nullable String shardKey();

  /// Position of the shard in its expansion, -1 where the task is not sharded.
  int shardIndex();

  /// A key that is the same for every attempt of this task or shard in this run, and for nothing else.
  String idempotencyKey();

  /// A number that grows with every attempt of this task or shard; a sink that remembers the greatest one it saw can refuse
  /// a late writer.
  long fence();

  /// True once this attempt was asked to stop; its thread has been interrupted as well.
  boolean cancelled();

  /// The attempt's log. What the body prints to standard output goes there too.
  TaskLog log();

  /// Says how far the body is. Cheap; may be called often.
  ///
  /// @param done units done, at least 0
  /// @param total units in all, or 0 if not known
  void progress(long done, long total);
}
