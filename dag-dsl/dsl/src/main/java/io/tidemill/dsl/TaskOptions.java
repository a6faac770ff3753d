package io.tidemill.dsl;

import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.graph.TaskKind;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Options of any task before its body is set; they may stand before or after its inputs.
///
/// ```java
/// var files = d.task("list").run(String.class, ctx -> "a.csv");
/// d.task("load").needs(files)
///     .retry(Retry.attempts(3)).attemptTimeout(Duration.ofMinutes(10)).requireLabels("disk").priority(10)
///     .exec((ctx, file) -> ctx.log().info("{}", file));
/// d.task("crunch").after(JoinRule.ALL_DONE, files).isolated().allowFailure().exec(ctx -> {});
/// ```
///
/// @param <P> the DAG's parameter record
/// @param <S> the type of the options themselves, so that calls chain
public abstract class TaskOptions<P, S extends TaskOptions<P, S>> extends ExecutionOptions<S> {
  final Declaration task;
  private final List<Ref> inputs;
  private final @Nullable Inputs<?> record;

  /// @param record makes one record of the inputs, null where the body takes them one by one
  TaskOptions(Declaration task, List<Ref> inputs, @Nullable Inputs<?> record) {
    super(task.own);
    this.task = task;
    this.inputs = inputs;
    this.record = record;
  }

  /// Waits for tasks to succeed without taking their results.
  public final S after(TaskRef... upstreams) {
    task.after(null, upstreams);
    return self();
  }

  /// Waits for tasks under a rule.
  ///
  /// A task has one rule. It counts the tasks waited for and outcomes; a task whose result is an input must succeed under any rule. The
  /// default is [JoinRule#ALL_SUCCESS], and [JoinRule#ALL_DONE] for a task that takes outcomes and waits for nothing else. In
  /// an arm of a branch there are [JoinRule#ALL_SUCCESS] and [JoinRule#NONE_SKIPPED] (the default with outcomes), so that nothing
  /// of an arm runs that was not taken.
  public final S after(JoinRule rule, TaskRef... upstreams) {
    task.after(Objects.requireNonNull(rule, "rule"), upstreams);
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

  /// Assets that the task updates when it succeeds, beside those named before, up to 100: DAGs that run on them are told then. A sharded
  /// task updates them once all of its shards are over and it succeeded. A task that fails, is skipped or cancelled updates nothing.
  public final S produces(Asset... assets) {
    for (Asset asset : assets) {
      task.produces.add(asset.name());
    }
    return self();
  }

  /// What the task does, in Markdown, up to 100,000 characters.
  public final S doc(String markdown) {
    task.doc = Objects.requireNonNull(markdown, "markdown");
    return self();
  }

  final <R> Task<R> valued(Types.TypeRef<R> type, Body<P, R> body) {
    finish(TaskKind.TASK, type.type(), body);
    return new Task<>(task, List.of());
  }

  final VoidTask plain(Body<P, Void> body) {
    finish(TaskKind.TASK, null, body);
    return new VoidTask(task);
  }

  final void finish(TaskKind kind, @Nullable Type result, Body<P, ?> body) {
    Objects.requireNonNull(body, "body");
    task.finish(kind, result, inputs, record == null ? body : record.packing(body, kind == TaskKind.SHARDED ? 1 : 0));
  }
}
