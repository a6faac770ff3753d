package io.tidemill.dsl;

import io.tidemill.dsl.graph.TaskKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What may be said about any task before its body is given. Said twice, the later counts; labels and upstreams add up.
///
/// Values out of range are problems of the DAG, reported together with all others when it is built.
///
/// @param <P> the DAG's parameter record
/// @param <S> the draft itself
public abstract class TaskOptions<P, S extends TaskOptions<P, S>> {
  final Declaration task;
  final List<Ref> inputs;

  TaskOptions(Declaration task, List<Ref> inputs) {
    this.task = task;
    this.inputs = inputs;
  }

  abstract S self();

  /// Waits for tasks to succeed without taking their results.
  public final S after(Handle... upstreams) {
    task.after(null, upstreams);
    return self();
  }

  /// Waits for tasks under a rule.
  ///
  /// A task has one rule. It is for the tasks waited for and for outcomes; results as inputs must have succeeded under any rule.
  /// The default is [JoinRule#ALL_SUCCESS], and [JoinRule#ALL_DONE] for a task that takes outcomes and waits for nothing else. In
  /// an arm of a branch there are [JoinRule#ALL_SUCCESS] and [JoinRule#NONE_SKIPPED] (the default with outcomes), so that nothing
  /// of an arm runs that was not taken.
  public final S after(JoinRule rule, Handle... upstreams) {
    task.after(Objects.requireNonNull(rule, "rule"), upstreams);
    return self();
  }

  /// When a failed attempt is followed by another; [Retry#NONE] by default.
  public final S retry(Retry retry) {
    task.retry = Objects.requireNonNull(retry, "retry");
    return self();
  }

  /// Longest time of one attempt, from start to end: 1 ms to 3,650 days, none by default.
  public final S attemptTimeout(Duration attempt) {
    task.timeout = Objects.requireNonNull(attempt, "attempt");
    return self();
  }

  /// Longest time from ready to started: 1 ms to 3,650 days, none by default.
  public final S queueTimeout(Duration queue) {
    task.queueTimeout = Objects.requireNonNull(queue, "queue");
    return self();
  }

  /// Longest time from first ready to the end of the last attempt, retries and their waits included: 1 ms to 3,650 days, none by
  /// default. Not less than [#attemptTimeout].
  public final S totalTimeout(Duration total) {
    task.totalTimeout = Objects.requireNonNull(total, "total");
    return self();
  }

  /// The pool an attempt takes a slot of; none by default. Whether the pool exists is checked at deploy.
  public final S pool(String name) {
    task.pool = Objects.requireNonNull(name, "name");
    return self();
  }

  /// Greater goes first among the tasks of the DAG, in all its runs, that ask the same of an agent: -1,000,000 to 1,000,000, 0 by
  /// default. It does not take anything from other DAGs: they share the slots in equal parts.
  public final S priority(int priority) {
    task.priority = priority;
    return self();
  }

  /// Labels an agent must carry, all of them, to run the task; up to 100, none by default. While no agent carries them the task
  /// waits.
  public final S requireLabels(String... labels) {
    task.labels = more(task.labels, labels);
    return self();
  }

  /// Labels an agent should carry: of those with a free slot the one that carries most of them gets the task. Up to 100, none by
  /// default. An agent without them gets it rather than that it waits.
  public final S preferLabels(String... labels) {
    task.preferred = more(task.preferred, labels);
    return self();
  }

  private static TreeSet<String> more(@Nullable TreeSet<String> known, String... labels) {
    var all = known == null ? new TreeSet<String>() : known;
    all.addAll(Arrays.asList(labels));
    return all;
  }

  /// The queue the task stands in: only agents that serve it run the task. By default the one that agents serve where nothing else
  /// was said.
  public final S queue(String name) {
    task.queue = Objects.requireNonNull(name, "name");
    return self();
  }

  /// What becomes of an attempt whose agent nobody hears of any more; by default [AgentLost#RETRY].
  public final S onAgentLost(AgentLost what) {
    task.onAgentLost = Objects.requireNonNull(what, "what");
    return self();
  }

  /// Gives each attempt, of a sharded task each attempt of each shard, a process of its own: what the body does to it (exiting,
  /// filling the heap, crashing in native code) fails the attempt and nothing else, and a body that does not stop is ended. The test
  /// kit and the local runner run isolated bodies in process.
  public final S isolated() {
    task.isolated = true;
    return self();
  }

  /// Runs attempts on the agent's pool for computing, which has as many threads as the machine has processors.
  public final S cpuBound() {
    task.cpuBound = true;
    return self();
  }

  /// A failure of this task does not fail the run.
  public final S allowFailure() {
    task.allowFailure = true;
    return self();
  }

  /// What the task does, in Markdown, up to 100,000 characters.
  public final S doc(String markdown) {
    task.doc = Objects.requireNonNull(markdown, "markdown");
    return self();
  }

  <R> Task<R> valued(Types.Of<R> type, Call<P> body) {
    task.finish(TaskKind.TASK, type.type(), inputs, body);
    return new Task<>(task, List.of());
  }

  Done plain(Call<P> body) {
    task.finish(TaskKind.TASK, null, inputs, body);
    return new Done(task);
  }
}
