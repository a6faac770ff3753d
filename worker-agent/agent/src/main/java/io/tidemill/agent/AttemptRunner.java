package io.tidemill.agent;

import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs one claimed attempt from its inputs to its report, in the calling thread or in a process of its own.
final class AttemptRunner {
  private final SchedulerLink link;
  private final ValueReader values;
  private final BodyRunner bodies;
  private final IsolatedBodies isolated;
  private final LogShipper logs;
  private final Reporter reporter;

  AttemptRunner(SchedulerLink link, AgentLimits limits, ValueReader values, IsolatedBodies isolated, LogShipper logs,
      Reporter reporter) {
    this.link = link;
    this.values = values;
    this.bodies = new BodyRunner(limits, new BodyInputs(values));
    this.isolated = isolated;
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
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    FailureReport unprepared = unprepared(job, entry);
    if (unprepared != null || entry == null) {
      FailureReport failure = unprepared == null ? noBody(job) : unprepared;
      job.end(new Report.Failed(job.key(), failure, Clocks.unstarted(job.arrivedNanos())), reporter);
      return;
    }
    Attempt attempt = new Attempt(job, -1, null, number, logs, link);
    if (!job.begin(attempt)) {
      job.end(new Report.Failed(job.key(), stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos())), reporter);
      return;
    }
    TimedOutcome ended = run(worker, attempt, dag, entry, () -> bodies.single(attempt, dag, entry.code()));
    if (!attempt.isAbandoned()) {
      job.end(report(job.key(), ended.ending(), ended.timing(attempt)), reporter);
    }
  }

  private static Report report(AttemptKey key, AttemptOutcome attemptOutcome, Report.Timing timing) {
    return switch (attemptOutcome) {
      case AttemptOutcome.Succeeded(byte[] output, String variant) ->
        new Report.Succeeded(key, output, variant, timing);
      case AttemptOutcome.Expanded(int count, byte[] keys, byte[] elements) ->
        new Report.Expanded(key, count, keys, elements, timing);
      case AttemptOutcome.Failed(FailureReport failure) -> new Report.Failed(key, failure, timing);
    };
  }

  private void runShard(ShardsJob job, int shard, int number, Worker worker) {
    if (job.stopped() != null) {
      job.end(null, shard, null, stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    FailureReport unprepared = unprepared(job, entry);
    if (unprepared != null || entry == null || !(entry.code() instanceof ShardedCode code)) {
      FailureReport failure = unprepared != null ? unprepared : entry == null ? noBody(job) : notSharded(job);
      job.end(null, shard, null, failure, Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    String key;
    try {
      key = job.plan().key(shard, values);
    } catch (UnavailableException | InterruptedException | RuntimeException e) {
      job.end(null, shard, null, FailureReports.unread(e, "Keys of the shards: "),
          Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    Attempt attempt = new Attempt(job, shard, key, number, logs, link);
    if (!job.begin(attempt)) {
      job.end(null, shard, null, stopped(job.stopped()), Clocks.unstarted(job.arrivedNanos()), reporter);
      return;
    }
    TimedOutcome ended = run(worker, attempt, dag, entry, () -> bodies.shard(attempt, dag, code, job.plan()));
    if (attempt.isAbandoned()) {
      job.abandon(attempt);
      return;
    }
    Report.Timing timing = ended.timing(attempt);
    switch (ended.ending()) {
      case AttemptOutcome.Succeeded(byte[] output, String _) -> job.end(attempt, shard, output, null, timing, reporter);
      case AttemptOutcome.Failed(FailureReport failure) -> job.end(attempt, shard, null, failure, timing, reporter);
      case AttemptOutcome.Expanded _ -> job.end(attempt, shard, null, notSharded(job), timing, reporter);
    }
  }

  /// Parameters are made by the user's code, so those of an isolated attempt are made in its process.
  private static @Nullable FailureReport unprepared(Job job, DagCode.@Nullable Entry entry) {
    return entry != null && entry.node().isolated() ? null : job.run().prepare();
  }

  private TimedOutcome run(Worker worker, Attempt attempt, DagCode dag, DagCode.Entry entry,
      Supplier<TimedOutcome> here) {
    worker.current(attempt);
    TimedOutcome ended = entry.node().isolated() ? isolated.run(attempt, dag) : here.get();
    worker.current(null);
    StopCause stop = attempt.stopped();
    // What a body returns after it was asked to stop may be half done, so it does not count as its result.
    return stop == null
        ? ended
        : new TimedOutcome(new AttemptOutcome.Failed(FailureReports.stopped(stop, true)), ended.endedNanos(),
            ended.usage());
  }

  private static FailureReport noBody(Job job) {
    return FailureReports.permanent("", "Expected a task '" + job.assignment().task() + "' with a body in DAG '"
        + job.assignment().run().dag() + "', but its bundle has none");
  }

  private static FailureReport notSharded(Job job) {
    return FailureReports.permanent("", "Expected a sharded task, but '" + job.assignment().task() + "' is not");
  }

  private static FailureReport stopped(@Nullable StopCause reason) {
    return FailureReports.stopped(reason == null ? StopCause.CANCELLED : reason, false);
  }
}
