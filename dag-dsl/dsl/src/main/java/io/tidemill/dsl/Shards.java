package io.tidemill.dsl;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The results of a sharded task, as the input of the task that reduces them.
///
/// Results are read as they are asked for, so a reduce over many shards needs the memory of a few. Not safe for use by
/// several threads at once.
///
/// ```java
/// var counts = d.shard("count").overRange(0, 1_000, 100).maxFailedShards(1)
///     .run(Long.class, (ctx, range) -> range.size());
/// d.task("sum").needs(counts).run(Long.class, (ctx, all) -> {
///   all.failedKeys().forEach(key -> ctx.log().warn("{} is missing", key));
///   return all.results().mapToLong(n -> n).sum();
/// });
/// ```
///
/// @param <R> result of one shard
public interface Shards<R> {
  /// How many shards succeeded.
  int size();

  /// Keys of the shards that failed within the limit, in the order of the shards.
  List<String> failedKeys();

  /// The shards that succeeded, in their order. May be called again: each call starts from the first.
  Stream<Shard<R>> stream();

  /// The results alone, in the order of the shards.
  default Stream<R> results() {
    return stream().map(Shard::result);
  }

  /// One shard that succeeded.
  ///
  /// @param key key of the shard
  /// @param result its result, null where the shard's body has none
  record Shard<R>(String key, @Nullable R result) {}
}
