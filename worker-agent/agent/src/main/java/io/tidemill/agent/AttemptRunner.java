package io.tidemill.agent;

import io.tidemill.agent.bundle.CapturedThrowable;
import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one claimed attempt from its inputs to its report, in the calling thread or in a process of its own.
final class AttemptRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

  private final SchedulerLink link;
  private final ValueReader values;
  private final BodyRunner bodies;
  private final IsolatedBodies isolated;
  private final LogShipper logs;
  private final Reporter reporter;
  private final Suspects suspects;
  private final Attempt.Limit limit;
  private final GlobalState global = new GlobalState();

  AttemptRunner(SchedulerLink link, AgentLimits limits, ValueReader values, IsolatedBodies isolated, LogShipper logs,
      Reporter reporter, Suspects suspects, Attempt.Limit limit) {
    this.link = link;
    this.values = values;
    this.bodies = new BodyRunner(limits, new BodyInputs(values));
    this.isolated = isolated;
    this.logs = logs;
    this.reporter = reporter;
    this.suspects = suspects;
    this.limit = limit;
  }

  /// How an attempt ended.
  ///
  /// @param attempt null if it did not start
  private record Ended(@Nullable Attempt attempt, AttemptOutcome outcome, Report.Timing timing) {}

  /// Runs an attempt and reports how it ended, whatever happens.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param number number of the attempt
  void run(Job job, int shard, int number, Worker worker) {
    Ended ended;
    try {
      ended = switch (job) {
        case TaskJob task -> runTask(task, number, worker);
        case ShardsJob shards -> runShard(shards, shard, number, worker);
      };
    } catch (RuntimeException | Error e) {
      // Whatever a body throws is its outcome; this is a fault of ours, which must not leave the attempt without an end.
      LOG.error("Expected to run attempt {}, but the agent itself failed", job.key(), e);
      ended = new Ended(worker.current(), new AttemptOutcome.Failed(FailureReports.passing(e,
          "Expected the agent to run the attempt, but it failed itself: " + CapturedThrowable.message(e))),
          Clocks.unstarted(job.arrivedNanos()));
    }
    worker.current(null);
    Attempt attempt = ended.attempt();
    boolean abandoned = attempt != null && attempt.isAbandoned();
    switch (job) {
      case TaskJob task -> {
        if (!abandoned) {
          task.end(report(task.assignment(), ended.outcome(), ended.timing()), reporter);
        }
      }
      case ShardsJob shards -> {
        if (attempt != null && abandoned) {
          shards.abandon(attempt);
        } else {
          end(shards, shard, ended);
        }
      }
    }
  }

  private void end(ShardsJob job, int shard, Ended ended) {
    switch (ended.outcome()) {
      case AttemptOutcome.Succeeded(byte[] output, String _) ->
        job.end(ended.attempt(), shard, output, null, ended.timing(), reporter);
      case AttemptOutcome.Failed(FailureReport failure) ->
        job.end(ended.attempt(), shard, null, failure, ended.timing(), reporter);
      case AttemptOutcome.Expanded _ ->
        job.end(ended.attempt(), shard, null, notSharded(job), ended.timing(), reporter);
    }
  }

  private Report report(Assignment assignment, AttemptOutcome outcome, Report.Timing timing) {
    AttemptKey key = assignment.key();
    return switch (outcome) {
      case AttemptOutcome.Succeeded(byte[] output, String variant) ->
        new Report.Succeeded(key, output, variant, timing);
      case AttemptOutcome.Expanded(int count, byte[] keys, byte[] elements) ->
        expanded(assignment, count, keys, elements, timing);
      case AttemptOutcome.Failed(FailureReport failure) -> new Report.Failed(key, failure, timing);
    };
  }

  private Report expanded(Assignment assignment, int count, byte[] keys, byte[] elements, Report.Timing timing) {
    if (!(assignment instanceof Assignment.Expand expand) || expand.previous() == null) {
      return new Report.Expanded(assignment.key(), count, keys, elements, timing);
    }
    try {
      return ShardIdentity.of(expand, expand.previous(), keys, elements, values, timing);
    } catch (ValueException e) {
      return new Report.Failed(expand.key(),
          FailureReports.permanent(e.getClass().getName(), String.valueOf(e.getMessage())), timing);
    } catch (UnavailableException | InterruptedException | RuntimeException e) {
      return new Report.Failed(expand.key(), FailureReports.unread(e, "Shards of the expansion before: "), timing);
    }
  }

  private Ended runTask(TaskJob job, int number, Worker worker) {
    if (!link.mayBegin()) {
      return unstarted(job, tooLate());
    }
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    if (entry == null) {
      return unstarted(job, noBody(job));
    }
    Attempt attempt = new Attempt(job, -1, null, number, logs, link, limit);
    if (!job.begin(attempt)) {
      return unstarted(job, stopped(job.stopped()));
    }
    return run(worker, attempt, dag, entry, () -> bodies.single(attempt, dag, entry.code()));
  }

  private Ended runShard(ShardsJob job, int shard, int number, Worker worker) {
    if (job.stopped() != null) {
      return unstarted(job, stopped(job.stopped()));
    }
    if (!link.mayBegin()) {
      return unstarted(job, tooLate());
    }
    DagCode dag = job.run().code();
    DagCode.Entry entry = dag.task(job.assignment().task());
    if (entry == null || !(entry.code() instanceof ShardedCode code)) {
      return unstarted(job, entry == null ? noBody(job) : notSharded(job));
    }
    String key;
    try {
      key = job.plan().key(shard, values);
    } catch (UnavailableException | InterruptedException | RuntimeException e) {
      return unstarted(job, FailureReports.unread(e, "Keys of the shards: "));
    }
    Attempt attempt = new Attempt(job, shard, key, number, logs, link, limit);
    if (!job.begin(attempt)) {
      return unstarted(job, stopped(job.stopped()));
    }
    return run(worker, attempt, dag, entry, () -> bodies.shard(attempt, dag, code, job.plan()));
  }

  private static Ended unstarted(Job job, FailureReport why) {
    return new Ended(null, new AttemptOutcome.Failed(why), Clocks.unstarted(job.arrivedNanos()));
  }

  private Ended run(Worker worker, Attempt attempt, DagCode dag, DagCode.Entry entry, Supplier<TimedOutcome> here) {
    worker.current(attempt);
    TimedOutcome ended = entry.node().isolated() ? isolated.run(attempt, dag) : runHere(attempt, here);
    if (!entry.node().isolated()) {
      restoreGlobalState(attempt);
    }
    StopCause stop = attempt.stopped();
    // What a body returns after it was asked to stop may be half done, so it does not count as its result.
    AttemptOutcome outcome = stop == null || saysWhereItStood(ended.outcome())
        ? ended.outcome()
        : new AttemptOutcome.Failed(FailureReports.stopped(attempt, stop, dag.trace()));
    return new Ended(attempt, outcome, ended.timing(attempt));
  }

  private TimedOutcome runHere(Attempt attempt, Supplier<TimedOutcome> here) {
    boolean suspect = false;
    try {
      suspect = suspects.enter(attempt);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      return here.get();
    } finally {
      if (suspect) {
        suspects.leave(attempt);
      }
    }
  }

  private void restoreGlobalState(Attempt attempt) {
    List<String> changed = global.restore();
    if (!changed.isEmpty()) {
      LOG.warn(
          "After attempt {} of {}/{}/{} these were changed for the whole process, by it or by one that ran beside it, and were put"
              + " back: {}. Attempts that ran meanwhile may have seen the change; a body that needs it belongs into a task declared"
              + " isolated()",
          attempt.attempt(), attempt.dag(), attempt.run(), attempt.task(), String.join(", ", changed));
    }
  }

  /// Whether the process of an isolated attempt has told how it was stopped.
  private static boolean saysWhereItStood(AttemptOutcome outcome) {
    return outcome instanceof AttemptOutcome.Failed(FailureReport failure)
        && failure.kind() == FailureReport.Kind.TIMED_OUT;
  }

  private static FailureReport noBody(Job job) {
    return FailureReports.permanent("", "Expected a task '" + job.assignment().task() + "' with a body in DAG '"
        + job.assignment().run().dag() + "', but its bundle has none");
  }

  private static FailureReport notSharded(Job job) {
    return FailureReports.permanent("", "Expected a sharded task, but '" + job.assignment().task() + "' is not");
  }

  private static FailureReport tooLate() {
    return FailureReports.released("No scheduler has answered for so long that the work may be with another agent");
  }

  private static FailureReport stopped(@Nullable StopCause reason) {
    return FailureReports.unstarted(reason == null ? StopCause.CANCELLED : reason);
  }
}
