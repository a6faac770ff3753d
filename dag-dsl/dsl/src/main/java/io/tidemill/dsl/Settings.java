package io.tidemill.dsl;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The settings of one task, or the default settings of a group or DAG. Null where nothing was set.
final class Settings {
  @Nullable Retry retry;
  @Nullable Duration attemptTimeout;
  @Nullable Duration queueTimeout;
  @Nullable Duration totalTimeout;
  @Nullable String pool;
  @Nullable Integer priority;
  @Nullable TreeSet<String> labels;
  @Nullable TreeSet<String> preferred;
  @Nullable String queue;
  @Nullable AgentLost onAgentLost;

  /// These settings, completed by defaults.
  Settings or(@Nullable Settings defaults) {
    if (defaults == null) {
      return this;
    }
    var all = new Settings();
    all.retry = first(retry, defaults.retry);
    all.attemptTimeout = first(attemptTimeout, defaults.attemptTimeout);
    all.queueTimeout = first(queueTimeout, defaults.queueTimeout);
    all.totalTimeout = first(totalTimeout, defaults.totalTimeout);
    all.pool = first(pool, defaults.pool);
    all.priority = first(priority, defaults.priority);
    all.labels = first(labels, defaults.labels);
    all.preferred = first(preferred, defaults.preferred);
    all.queue = first(queue, defaults.queue);
    all.onAgentLost = first(onAgentLost, defaults.onAgentLost);
    return all;
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
    return own != null ? own : other;
  }

  Retry retryOrNone() {
    return retry == null ? Retry.NONE : retry;
  }

  /// Reports every value out of range.
  void check(Limits limits, String at) {
    if (priority != null) {
      limits.number("priority", priority.longValue(), -Limits.PRIORITY, Limits.PRIORITY, at);
    }
    if (pool != null) {
      limits.name("name of a pool", pool, at);
    }
    limits.names("label", words(labels), at);
    limits.names("preferred label", words(preferred), at);
    if (queue != null) {
      limits.name("name of a queue", queue, at);
    }
    if (retry != null) {
      retry.check(limits, at);
    }
    timeout("attempt timeout", attemptTimeout, limits, at);
    timeout("queue timeout", queueTimeout, limits, at);
    timeout("total timeout", totalTimeout, limits, at);
  }

  private static void timeout(String what, @Nullable Duration value, Limits limits, String at) {
    if (value != null) {
      limits.duration(what, value, at);
    }
  }

  static List<String> words(@Nullable TreeSet<String> words) {
    return words == null ? List.of() : List.copyOf(words);
  }
}
