package io.tidemill.dsl;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How tasks are executed: attempts, time limits and where they run. For one task, or as [TaskDefaults] of a group or DAG.
///
/// The last call of an option counts, except that labels add up. Values out of range are problems of the DAG, reported together with all
/// others when it is built.
///
/// ```java
/// d.task("train")
///     .retry(Retry.attempts(2)).attemptTimeout(Duration.ofHours(2)).queueTimeout(Duration.ofDays(1))
///     .queue("night").requireLabels("gpu").preferLabels("zone-a").priority(5)
///     .exec(ctx -> ctx.log().info("attempt {}", ctx.attempt()));
/// ```
///
/// @param <S> the type of the options themselves, so that calls chain
public abstract class ExecutionOptions<S extends ExecutionOptions<S>> {
  private final Settings settings;

  ExecutionOptions(Settings settings) {
    this.settings = settings;
  }

  abstract S self();

  /// When a failed attempt is followed by another; [Retry#NONE] by default.
  public final S retry(Retry retry) {
    settings.retry = Objects.requireNonNull(retry, "retry");
    return self();
  }

  /// Longest time of one attempt, from the beginning of its body to its end, without its wait for a slot of its agent: 1 ms to 3,650 days, none by default.
  public final S attemptTimeout(Duration attempt) {
    settings.attemptTimeout = Objects.requireNonNull(attempt, "attempt");
    return self();
  }

  /// Longest time from ready to started: 1 ms to 3,650 days, none by default.
  public final S queueTimeout(Duration queue) {
    settings.queueTimeout = Objects.requireNonNull(queue, "queue");
    return self();
  }

  /// Longest time from first ready to the end of the last attempt, retries and their waits included: 1 ms to 3,650 days, none by
  /// default. Not less than [#attemptTimeout].
  public final S totalTimeout(Duration total) {
    settings.totalTimeout = Objects.requireNonNull(total, "total");
    return self();
  }

  /// The pool an attempt takes a slot of; none by default. The pool must exist when the DAG is deployed.
  public final S pool(String name) {
    settings.pool = Objects.requireNonNull(name, "name");
    return self();
  }

  /// Order among the tasks of the DAG, in all its runs, that ask the same of an agent; greater goes first. -1,000,000 to 1,000,000, 0
  /// by default. Other DAGs are not affected: they share the slots in equal parts.
  public final S priority(int priority) {
    settings.priority = priority;
    return self();
  }

  /// Labels an agent must carry, all of them, to run the task; up to 100, none by default. The task waits while no agent carries
  /// them. Without arguments: none, whatever the defaults say.
  public final S requireLabels(String... labels) {
    settings.labels = more(settings.labels, labels);
    return self();
  }

  /// Labels an agent should carry: of those with a free slot the one that carries most of them gets the task. Up to 100, none by
  /// default. An agent without them gets the task when no other is free. Without arguments: none, whatever the defaults say.
  public final S preferLabels(String... labels) {
    settings.preferred = more(settings.preferred, labels);
    return self();
  }

  private static TreeSet<String> more(@Nullable TreeSet<String> known, String... labels) {
    var all = known == null ? new TreeSet<String>() : known;
    all.addAll(Arrays.asList(labels));
    return all;
  }

  /// The queue of the task: only agents that serve it run the task. `default` by default.
  public final S queue(String name) {
    settings.queue = Objects.requireNonNull(name, "name");
    return self();
  }

  /// What follows when the agent of an attempt stays silent; [AgentLost#RETRY] by default.
  public final S onAgentLost(AgentLost what) {
    settings.onAgentLost = Objects.requireNonNull(what, "what");
    return self();
  }
}
