package io.tidemill.dsl;

import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TimeoutsNode;
import io.tidemill.dsl.value.JsonShape;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks the options of single tasks and turns them into their part of the graph.
final class TaskChecks {
  private final Problems problems;
  private final Limits limits;
  private final Map<Type, List<JsonShape.Fault>> shapes = new HashMap<>();

  TaskChecks(DagBuild build) {
    this.problems = build.problems;
    this.limits = build.limits;
  }

  void check(Declaration task) {
    var at = task.at();
    if (task.body == null) {
      problems.add("no-body", at, "a task that ends with run(…), runAs(…) or exec(…)", "none of them", "");
    }
    limits.text("doc", task.doc, Limits.TEXT, at);
    limits.names("name of an asset", task.produces, at);
    task.own.check(limits, at);
    result(task, at);
    contradictions(task.settings(), task, at);
    if (task.sharding != null) {
      shards(task.sharding, at);
    }
  }

  private void result(Declaration task, String at) {
    if (task.result != null) {
      for (var fault : shapes.computeIfAbsent(task.result, JsonShape::faults)) {
        problems.add("result-not-json", at, "a result type that can be written as JSON: " + task.result.getTypeName(),
            fault.found(), fault.hint());
      }
    }
  }

  /// Checks what fits alone but not together, with the defaults.
  private void contradictions(Settings settings, Declaration task, String at) {
    var attempt = settings.attemptTimeout;
    var total = settings.totalTimeout;
    if (attempt != null && total != null && attempt.compareTo(total) > 0) {
      problems.add("timeouts-contradict", at, "a total timeout not less than the timeout of one attempt",
          total + " in total, " + attempt + " for an attempt", "");
    }
    if (task.sharding != null && task.sharding.totalRetries != null && settings.retryOrNone().attempts == 1) {
      problems.add("total-retries-without-retry", at, "a retry policy together with totalRetries", "totalRetries alone",
          "Add .retry(Retry.attempts(n)).");
    }
  }

  private void shards(Declaration.Sharding sharding, String at) {
    number("concurrency", sharding.concurrency, 1, Limits.SHARDS, at);
    number("maxShards", sharding.maxShards, 1, Limits.SHARDS, at);
    number("totalRetries", sharding.totalRetries, 1, Integer.MAX_VALUE, at);
    number("maxFailedShards", sharding.maxFailedShards, 0, Limits.SHARDS, at);
    if (sharding.maxFailedFraction != null) {
      limits.number("maxFailedFraction", sharding.maxFailedFraction, 0, 1, at);
    }
    if (sharding.failFast && (sharding.maxFailedShards != null || sharding.maxFailedFraction != null)) {
      problems.add("two-failure-policies", at, "failFast(), maxFailedShards(n) or maxFailedFraction(f)",
          "failFast() and a limit of failed shards", "");
    }
    if (sharding.source == ShardSource.ALIGNED && sharding.maxShards != null) {
      problems.add("max-shards-aligned", at, "no maxShards for a task over another sharded task",
          "maxShards(" + sharding.maxShards + ")", "Limit the task before.");
    }
    var known = sharding.expansion instanceof Ranges(var from, var to, var size) ? Ranges.count(from, to, size) : 0;
    if (known > maxShards(sharding)) {
      problems.add("too-many-shards", at, "at most " + Limits.grouped(maxShards(sharding)) + " shards",
          Limits.grouped(known) + " shards", "Make the parts larger or raise maxShards(n).");
    }
  }

  private void number(String what, @Nullable Integer value, int least, int most, String at) {
    if (value != null) {
      limits.number(what, value.longValue(), least, most, at);
    }
  }

  static int maxShards(Declaration.Sharding sharding) {
    return sharding.maxShards == null ? ShardNode.DEFAULT_MAX_SHARDS : sharding.maxShards;
  }

  static TimeoutsNode timeoutsNode(Settings of) {
    return of.attemptTimeout == null && of.queueTimeout == null && of.totalTimeout == null
        ? TimeoutsNode.NONE
        : new TimeoutsNode(millis(of.queueTimeout), millis(of.attemptTimeout), millis(of.totalTimeout));
  }

  static long millis(@Nullable Duration value) {
    return value == null ? 0 : value.toMillis();
  }

  static ShardNode shardNode(Declaration.Sharding sharding) {
    var count = sharding.maxFailedShards;
    var fraction = sharding.maxFailedFraction;
    var policy = sharding.failFast
        ? FailurePolicy.FAIL_FAST
        : count == null && fraction == null ? FailurePolicy.ALL_THEN_FAIL : FailurePolicy.TOLERATE;
    return new ShardNode(Objects.requireNonNull(sharding.source),
        sharding.concurrency == null ? 0 : sharding.concurrency, policy,
        policy != FailurePolicy.TOLERATE ? 0 : count == null ? -1 : count, fraction == null ? 0 : fraction + 0.0,
        maxShards(sharding), sharding.totalRetries == null ? 0 : sharding.totalRetries, sharding.omitWhenEmpty);
  }
}
