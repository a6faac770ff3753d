package io.tidemill.dsl;

import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    limits.number("priority", task.priority, -Limits.PRIORITY, Limits.PRIORITY, at);
    if (task.pool != null) {
      limits.name("name of a pool", task.pool, at);
    }
    if (task.labels != null) {
      limits.names("label", task.labels, at);
    }
    if (task.preferred != null) {
      limits.names("preferred label", task.preferred, at);
    }
    if (task.queue != null) {
      limits.name("name of a queue", task.queue, at);
    }
    result(task, at);
    retry(task.retry, at);
    timeouts(task, at);
    if (task.sharding != null) {
      shards(task, task.sharding, at);
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

  private void retry(Retry retry, String at) {
    var before = problems.count();
    limits.number("attempts", retry.attempts, 1, Limits.ATTEMPTS, at);
    limits.number("backoff factor", retry.factor, 1, 100, at);
    limits.number("jitter", retry.jitter, 0, 1, at);
    limits.duration("wait before another attempt", retry.delay, Duration.ZERO, Limits.LONGEST_WAIT, at);
    if (retry.cap != null) {
      limits.duration("cap of the waits", retry.cap, Duration.ofMillis(1), Limits.LONGEST_WAIT, at);
    } else if (problems.count() == before && retry.attempts > 1) {
      var last = retry.delay.toMillis() * Math.pow(retry.factor, retry.attempts - 2.0);
      if (last > Limits.LONGEST_WAIT.toMillis()) {
        problems.add("backoff-overflow", at, "waits of at most 365 days",
            "a wait of " + Math.round(last / 86_400_000.0) + " days before the last attempt",
            "Set .cap(…) on the retry policy.");
      }
    }
  }

  private void timeouts(Declaration task, String at) {
    timeout("timeout", task.timeout, at);
    timeout("queue timeout", task.queueTimeout, at);
    timeout("total timeout", task.totalTimeout, at);
    if (task.timeout != null && task.totalTimeout != null && task.timeout.compareTo(task.totalTimeout) > 0) {
      problems.add("timeouts-contradict", at, "a total timeout not less than the timeout of one attempt",
          task.totalTimeout + " in total, " + task.timeout + " for an attempt", "");
    }
  }

  private void timeout(String what, @Nullable Duration value, String at) {
    if (value != null) {
      limits.duration(what, value, at);
    }
  }

  private void shards(Declaration task, Declaration.Sharding sharding, String at) {
    number("concurrency", sharding.concurrency, 1, Limits.SHARDS, at);
    number("maxShards", sharding.maxShards, 1, Limits.SHARDS, at);
    number("totalRetries", sharding.totalRetries, 1, Integer.MAX_VALUE, at);
    number("maxFailedShards", sharding.maxFailedShards, 0, Limits.SHARDS, at);
    if (sharding.maxFailedFraction != null) {
      limits.number("maxFailedFraction", sharding.maxFailedFraction, 0, 1, at);
    }
    if (sharding.failFast && (sharding.maxFailedShards != null || sharding.maxFailedFraction != null)) {
      problems.add("two-failure-policies", at, "failFast(), maxFailedShards(n) or maxFailedFraction(f)", "failFast() and a limit of failed shards", "");
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
    if (task.retry.attempts == 1 && sharding.totalRetries != null) {
      problems.add("total-retries-without-retry", at, "a retry policy together with totalRetries", "totalRetries alone",
          "Add .retry(Retry.attempts(n)).");
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

  static TimeoutsNode timeoutsNode(Declaration task) {
    return task.timeout == null && task.queueTimeout == null && task.totalTimeout == null
        ? TimeoutsNode.NONE
        : new TimeoutsNode(millis(task.queueTimeout), millis(task.timeout), millis(task.totalTimeout));
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
    return new ShardNode(sharding.source, sharding.concurrency == null ? 0 : sharding.concurrency, policy,
        policy != FailurePolicy.TOLERATE ? 0 : count == null ? -1 : count, fraction == null ? 0 : fraction + 0.0,
        maxShards(sharding), sharding.totalRetries == null ? 0 : sharding.totalRetries, sharding.omitWhenEmpty);
  }
}
