package io.tidemill.agent;

import io.tidemill.agent.log.CapturedOutput;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.agent.value.ValueException;
import io.tidemill.agent.value.ValueForm;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.Failure;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.StopReason;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Runs one claimed attempt in the calling thread, from its inputs to its report.
final class AttemptRunner {
  private final SchedulerLink link;
  private final AgentLimits limits;
  private final Inputs inputs;
  private final LogShipper logs;
  private final Reporter reporter;

  AttemptRunner(SchedulerLink link, AgentLimits limits, Values values, LogShipper logs, Reporter reporter) {
    this.link = link;
    this.limits = limits;
    this.inputs = new Inputs(values);
    this.logs = logs;
    this.reporter = reporter;
  }

  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param number number of the attempt
  void run(Job job, int shard, int number, Worker worker) {
    switch (job) {
      case TaskJob task -> runTask(task, number, worker);
      case ShardsJob shards -> runShard(shards, shard, number, worker);
    }
  }

  private void runTask(TaskJob job, int number, Worker worker) {
    Failure unprepared = job.run().prepare();
    if (unprepared != null) {
      job.end(new Report.Failed(job.key(), unprepared, Clocks.unstarted(job.arrivedNanos())), reporter);
      return;
    }
    Attempt attempt = new Attempt(job, -1, null, number, logs, link);
    if (!job.begin(attempt)) {
      job.end(new Report.Failed(job.key(), stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos())), reporter);
      return;
    }
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    Done<Finish> done = entry == null || entry.node().isolated()
        ? cannotRun(job, entry)
        : guarded(attempt, dag, entry.code(), worker, () -> switch (job.assignment()) {
          case Assignment.RunTask task -> call(task, attempt, entry.code(), dag);
          case Assignment.Expand expand -> Expansion.run(expand, attempt, entry.code(), dag, inputs, limits);
          case Assignment.RunShards _ -> throw new IllegalStateException("Expected a single attempt, but found shards");
        });
    if (attempt.isAbandoned()) {
      return;
    }
    Report.Timing timing = done.timing(attempt);
    Finish result = done.result();
    Failure failure = done.failure();
    job.end(result != null && failure == null
        ? result.at(timing)
        : new Report.Failed(job.key(), failure == null ? missing() : failure, timing), reporter);
  }

  /// A report that lacks only its timing.
  interface Finish {
    Report at(Report.Timing timing);
  }

  private Finish call(Assignment.RunTask task, Attempt attempt, TaskCode code, DagCode dag) throws Exception {
    Object value = code.call(attempt, inputs.read(code.inputs(), task.inputs(), dag));
    ValueForm form = dag.codec().form(code.resultType());
    byte[] output = encode(form, value, task.task());
    String variant = form.variant(value);
    return timing -> new Report.Succeeded(task.key(), output, variant, timing);
  }

  private void runShard(ShardsJob job, int shard, int number, Worker worker) {
    if (job.stopped() != null) {
      job.end(null, shard, null, stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    Failure unprepared = job.run().prepare();
    if (unprepared != null) {
      job.end(null, shard, null, unprepared, Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    String key;
    try {
      key = job.plan().key(shard, inputs.values());
    } catch (IOException | InterruptedException | RuntimeException e) {
      job.end(null, shard, null, Failures.passing(e, "Keys of the shards: " + e.getMessage()),
          Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    Attempt attempt = new Attempt(job, shard, key, number, logs, link);
    if (!job.begin(attempt)) {
      job.end(null, shard, null, stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    Done<byte[]> done;
    if (entry == null || entry.node().isolated() || !(entry.code() instanceof ShardedCode code)) {
      done = cannotRun(job, entry);
    } else {
      done = guarded(attempt, dag, code, worker, () -> {
        Object value = code.call(attempt, job.plan().inputs(shard, code, dag, inputs));
        return encode(dag.codec().form(code.resultType()), value, attempt.task() + "[" + key + "]");
      });
    }
    if (attempt.isAbandoned()) {
      job.abandon(attempt);
      return;
    }
    byte[] result = done.failure() == null ? done.result() : null;
    Failure failure = done.failure() == null && result == null ? missing() : done.failure();
    job.end(attempt, shard, result, failure, done.timing(attempt), reporter);
  }

  private byte[] encode(ValueForm form, @Nullable Object value, String who) throws ValueException {
    try {
      return form.encode(value, limits.outputBytes());
    } catch (ValueException e) {
      throw new ValueException("Result of task " + who + ": " + e.getMessage(), e);
    }
  }

  private static <T> Done<T> cannotRun(Job job, DagCode.@Nullable Entry entry) {
    String task = job.assignment().task();
    String why = entry == null
        ? "Expected a task '" + task + "' with a body in DAG '" + job.assignment().run().dag()
            + "', but its bundle has none"
        : entry.node().isolated()
            ? "Expected a task that runs in the agent's process, but '" + task
                + "' is declared isolated(), which this agent"
                + " does not support yet"
            : "Expected a sharded task, but '" + task + "' is not";
    return new Done<>(null, Failures.permanent("", why), System.nanoTime());
  }

  private static Failure stopped(@Nullable StopReason reason) {
    return Failures.stopped(reason == null ? StopReason.CANCELLED : reason, false);
  }

  private static Failure missing() {
    return Failures.permanent("", "Expected a result, but found none");
  }

  /// How a body ended: with a result or with a failure.
  private record Done<T>(@Nullable T result, @Nullable Failure failure, long endedNanos) {
    Report.Timing timing(Attempt attempt) {
      return Clocks.ran(attempt.job().arrivedNanos(), attempt.startedNanos(), endedNanos);
    }
  }

  /// Runs user code and takes whatever comes of it.
  @SuppressWarnings("ReferenceEquality") // class loaders have no other
  private <T> Done<T> guarded(Attempt attempt, DagCode dag, TaskCode code, Worker worker, Callable<T> body) {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() != dag.loader()) {
      thread.setContextClassLoader(dag.loader());
    }
    CapturedOutput.enter(attempt);
    worker.current(attempt);
    attempt.enter();
    T result = null;
    Failure failure = null;
    long ended;
    try {
      result = body.call();
      ended = System.nanoTime();
    } catch (ValueException e) {
      ended = System.nanoTime();
      failure = Failures.permanent(e.getClass().getName(), String.valueOf(e.getMessage()));
    } catch (UnavailableException e) {
      ended = System.nanoTime();
      failure = Failures.passing(e, String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      ended = System.nanoTime();
      failure = Failures.thrown(e, dag.trace(), code);
    }
    attempt.leave();
    worker.current(null);
    CapturedOutput.leave();
    StopReason stop = attempt.stopped();
    // What a body returns after it was asked to stop may be half done, so it does not count as its result.
    return stop == null ? new Done<>(result, failure, ended) : new Done<>(null, Failures.stopped(stop, true), ended);
  }
}
