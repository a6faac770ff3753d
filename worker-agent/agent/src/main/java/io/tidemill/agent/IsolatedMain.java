package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DagFinder;
import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.bundle.SharedRegistries;
import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.isolate.AttemptWork;
import io.tidemill.agent.isolate.ParentLink;
import io.tidemill.agent.log.CapturedOutput;
import io.tidemill.agent.log.LogLimits;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.protocol.Assignment;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The process of one `isolated()` attempt: runs it as an agent would, on the main thread, tells the agent how it ended, and ends.
public final class IsolatedMain {
  /// Every line counts that is out before the process dies of what the body does; the agent bounds the log as a whole.
  private static final LogLimits LOGS = new LogLimits(Long.MAX_VALUE, 0, 16 << 10, Duration.ofMillis(50));
  private static final Duration PROGRESS = Duration.ofMillis(200);
  private static final Duration LAST_LOGS = Duration.ofSeconds(10);
  private static final Duration LAST_LOGS_AT_EXIT = Duration.ofSeconds(2);

  private final ParentLink parent;
  private final AttemptWork work;
  private final LogShipper logs = new LogShipper(LOGS);
  private final ValueReader values;

  private IsolatedMain(ParentLink parent, AttemptWork work) {
    this.parent = parent;
    this.work = work;
    this.values = new ValueReader(parent, AgentLimits.DEFAULT.cacheBytes());
  }

  /// @param args where frames come from, where they go, and how long the agent may be silent
  public static void main(String... args) throws IOException, InterruptedException {
    CapturedOutput.install();
    ParentLink parent = new ParentLink(new FileInputStream(args[0]), new FileOutputStream(args[1]),
        Duration.parse(args[2]));
    IsolatedMain main = new IsolatedMain(parent, parent.start());
    parent.begun();
    AttemptOutcome ending = main.run();
    main.logs.close(LAST_LOGS);
    parent.ended(ending);
    // Not an exit: what the body has registered or left running must not keep the process.
    Runtime.getRuntime().halt(0);
  }

  private AttemptOutcome run() {
    try {
      PreparedBundle prepared = new PreparedBundle(work.bundle(), work.name(), Path.of(work.jar()));
      LoadedBundle bundle = new BundleLoader(Path.of(".")).load(prepared);
      SharedRegistries.setUp(bundle, false);
      String id = work.assignment().run().dag();
      for (Dag<?> dag : DagFinder.find(bundle)) {
        if (dag.graph().dag().equals(id)) {
          return run(new DagCode(dag, prepared, bundle, new ValueCodec(), Map.of()));
        }
      }
      return new AttemptOutcome.Failed(
          FailureReports.permanent("", "Expected the DAG '" + id + "' in bundle " + work.name()
              + ", but found none of that id"));
    } catch (BundleException e) {
      return new AttemptOutcome.Failed(
          FailureReports.permanent(e.getClass().getName(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new AttemptOutcome.Failed(
          FailureReports.released("Bundle " + work.name() + " cannot be loaded now: " + e));
    }
  }

  private AttemptOutcome run(DagCode dag) {
    Assignment assignment = work.assignment();
    BundleRun run = new BundleRun();
    run.ready(dag, () -> RunCache.params(dag, assignment.run(), values));
    DagCode.Entry entry = dag.task(assignment.task());
    if (entry == null) {
      return new AttemptOutcome.Failed(
          FailureReports.permanent("", "Expected a task '" + assignment.task() + "' with a body, but found none"));
    }
    AgentLimits limits = AgentLimits.DEFAULT.withOutputBytes(work.outputBytes())
        .withExpansionBytes(work.expansionBytes());
    BodyRunner bodies = new BodyRunner(limits, new BodyInputs(values));
    if (!(assignment instanceof Assignment.RunShards shards)) {
      TaskJob job = new TaskJob(assignment, run);
      Attempt attempt = begin(new Attempt(job, -1, null, job.key().attempt(), logs, parent, this::running));
      return told(attempt, dag, bodies.single(attempt, dag, entry.code()));
    }
    ShardsJob job = new ShardsJob(shards, run);
    Assignment.ShardRange one = shards.shards().getFirst();
    if (!(entry.code() instanceof ShardedCode code)) {
      return new AttemptOutcome.Failed(
          FailureReports.permanent("", "Expected a sharded task, but '" + shards.task() + "' is not"));
    }
    String key;
    try {
      key = job.plan().key(one.first(), values);
    } catch (UnavailableException | InterruptedException | RuntimeException e) {
      return new AttemptOutcome.Failed(FailureReports.unread(e, "Keys of the shards: "));
    }
    Attempt attempt = begin(new Attempt(job, one.first(), key, one.attempt(), logs, parent, this::running));
    return told(attempt, dag, bodies.shard(attempt, dag, code, job.plan()));
  }

  /// Where the body stood when it was stopped, only its own process knows.
  private static AttemptOutcome told(Attempt attempt, DagCode dag, TimedOutcome ended) {
    StopCause stop = attempt.stopped();
    return stop == null
        ? ended.outcome()
        : new AttemptOutcome.Failed(FailureReports.stopped(attempt, stop, dag.trace()));
  }

  /// The agent watches how long the body runs.
  private Runnable running(Attempt attempt) {
    parent.running();
    return () -> {};
  }

  private Attempt begin(Attempt attempt) {
    parent.onStop(tookTooLong -> attempt.stop(tookTooLong
        ? attempt.limitMillis() > 0 ? StopCause.OVER_LIMIT : StopCause.TIMED_OUT
        : StopCause.CANCELLED));
    Thread.ofPlatform().name("tidemill-progress").daemon().start(() -> tellProgress(attempt));
    String loader = attempt.job().run().code().loader().getName();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(null, () -> exiting(attempt, String.valueOf(loader)),
            "tidemill-exit", 0, false));
    return attempt;
  }

  private static void tellProgress(Attempt attempt) {
    try {
      while (true) {
        Thread.sleep(PROGRESS);
        attempt.tellProgress();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Only an exit that the body asked for gets here, or a signal.
  private void exiting(Attempt attempt, String loader) {
    attempt.leave();
    try {
      logs.close(LAST_LOGS_AT_EXIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    String place = ExitCallSite.find(loader);
    if (place != null) {
      parent.exiting(place);
    }
  }
}
