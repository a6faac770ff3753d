package io.tidemill.dsl.graph;

import java.math.BigDecimal;

/// How a sharded task is sharded.
///
/// @param source where the shards come from
/// @param concurrency most shards that run at a time, 0 for no limit of its own
/// @param policy what failed shards mean for the task
/// @param maxFailedShards most failed shards under [FailurePolicy#TOLERATE], -1 where a fraction is given
/// @param maxFailedFraction most failed shards as a fraction of all, from 0 to 1, used where `maxFailedShards` is -1
/// @param maxShards most shards; a larger expansion fails the task
/// @param totalRetries most retries of all shards together, 0 for no limit beyond that of each shard
/// @param omitWhenEmpty true: zero shards end the task OMITTED; false: SUCCESS with no results
public record ShardNode(ShardSource source, int concurrency, FailurePolicy policy, int maxFailedShards,
    double maxFailedFraction, int maxShards, int totalRetries, boolean omitWhenEmpty) {
  /// Most shards of a task where nothing else is declared.
  public static final int DEFAULT_MAX_SHARDS = 1_000_000;

  /// Most of so many shards that may fail while the task succeeds. A fraction is the decimal number that was written: 0.29 of 100 is
  /// 29, in binary it would be 28.
  public int mostFailed(int shards) {
    if (policy != FailurePolicy.TOLERATE) {
      return 0;
    }
    return maxFailedShards >= 0
        ? maxFailedShards
        : BigDecimal.valueOf(maxFailedFraction).multiply(BigDecimal.valueOf(shards)).intValue();
  }
}
