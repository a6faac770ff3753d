package io.tidemill.engine.state;

import io.tidemill.dsl.graph.TimeoutsNode;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;

/// When something is due, as it follows from the state (semantics §9, §10). All in milliseconds since 1970, [#NEVER] for
/// what is not limited.
///
/// Of a sharded task the queue timeout and the attempt timeout are for its expansion, the total timeout is for the task as a whole.
/// How long the body of a shard runs only its agent knows, which stops it and reports that it timed out.
public final class Deadlines {
  /// Later than any time.
  public static final long NEVER = Long.MAX_VALUE;
  /// How much later than its start the start of an attempt may become known, in milliseconds. An attempt that is with an
  /// agent is not taken for unstarted earlier.
  public static final long START_KNOWN_AFTER = 5_000;

  private Deadlines() {}

  /// The next instant at which a task must be looked at.
  public static long next(RunState run, int task) {
    Instance instance = run.instance(task);
    TaskState state = run.state(task);
    if (instance == null || state.terminal()) {
      return NEVER;
    }
    ShardTable table = run.table(task);
    long total = total(run, task);
    return switch (state) {
      case READY -> Math.min(total, queue(run, task));
      case QUEUED -> Math.min(total, later(queue(run, task), START_KNOWN_AFTER));
      case RUNNING -> table == null
          ? Math.min(total, attempt(run, task))
          : Math.min(total, table.nextDue());
      case RETRY_WAIT -> Math.min(total, instance.dueAt);
      case DEFERRED -> total;
      case WAITING, CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED -> NEVER;
    };
  }

  /// When a run has taken too long, or its clean-up once it was asked to stop.
  public static long run(RunState run) {
    long most = run.compiled().graph().runDeadlineMillis();
    if (run.outcome() != null || run.cleanUpStopped()) {
      return NEVER;
    }
    return run.cancelRequested()
        ? after(run.cancelledAt(), run.compiled().graph().cancelGraceMillis())
        : after(run.activeSince(), most);
  }

  /// When the schedules of a DAG, or the slots that wait, must be looked at.
  public static long schedules(DagState dag) {
    SlotRef waits = dag.waiting().peek();
    if (waits != null && dag.hasRoom()) {
      return waits.time();
    }
    for (SlotRef held : dag.links().held()) {
      if (HeldSlots.mayGo(dag, held)) {
        return held.time();
      }
    }
    long first = NEVER;
    for (ScheduleState schedule : dag.schedules().values()) {
      first = Math.min(first, schedule.dueAt());
    }
    return first;
  }

  /// When a DAG runs because of the events of assets that came: never while its overlap policy has no room.
  public static long assets(DagState dag) {
    return dag.hasRoom() ? dag.links().assetWait().dueAt() : NEVER;
  }

  /// When the next slot of a DAG is late.
  public static long lateness(DagState dag) {
    long first = NEVER;
    for (ScheduleState schedule : dag.schedules().values()) {
      first = Math.min(first, schedule.lateAt());
    }
    return first;
  }

  /// When a backfill must be looked at: at once where it may create a run, has a run to stop, or is over. At once is when it changed
  /// last, so that what was due before goes first.
  public static long backfill(DagState dag, BackfillState backfill) {
    boolean over = backfill.isDrained() && backfill.active().isEmpty();
    boolean acts = switch (backfill.status()) {
      case RUNNING -> over || !backfill.isDrained() && dag.version() != 0
          && backfill.active().size() < backfill.spec().concurrency();
      case PAUSED -> over;
      case CANCELLING -> over || !backfill.unstopped().isEmpty();
      case SUCCESS, FAILED, CANCELLED -> false;
    };
    return acts ? backfill.changedAt() : NEVER;
  }

  /// When a task has waited too long for its start.
  public static long queue(RunState run, int task) {
    Instance instance = run.instance(task);
    return instance == null ? NEVER : after(instance.lastReadyAt, timeouts(run, task).queueMillis());
  }

  /// When an attempt that has started has taken too long.
  public static long attempt(RunState run, int task) {
    Instance instance = run.instance(task);
    return instance == null ? NEVER : after(instance.startedAt, timeouts(run, task).attemptMillis());
  }

  /// When a task has taken too long, with all its attempts and the waits between them.
  public static long total(RunState run, int task) {
    Instance instance = run.instance(task);
    return instance == null ? NEVER : after(instance.readyAt, timeouts(run, task).totalMillis());
  }

  /// Which limit a task is over that was stopped, or ended, because of one.
  ///
  /// @param at when that was noticed
  /// @return for people, such as `totalTimeout of 5 min`
  public static String exceeded(RunState run, int task, long at) {
    Instance instance = run.instance(task);
    TimeoutsNode limits = timeouts(run, task);
    if (run.deadlineOver() && run.stopped(task)) {
      return text("runDeadline", run.compiled().graph().runDeadlineMillis());
    }
    if (total(run, task) <= at) {
      return text("totalTimeout", limits.totalMillis());
    }
    boolean unstarted = instance == null || instance.startedAt == 0 || instance.startedAt < instance.lastReadyAt;
    return unstarted && queue(run, task) <= at
        ? text("queueTimeout", limits.queueMillis())
        : text("attemptTimeout", limits.attemptMillis());
  }

  private static String text(String limit, long millis) {
    return limit + " of " + DurationText.of(Duration.ofMillis(millis));
  }

  private static TimeoutsNode timeouts(RunState run, int task) {
    return run.compiled().task(task).node().timeouts();
  }

  private static long after(long start, long millis) {
    return start == 0 || millis == 0 ? NEVER : later(start, millis);
  }

  /// An instant so much later, [#NEVER] where that is beyond all times.
  public static long later(long start, long millis) {
    return start > NEVER - millis ? NEVER : start + millis;
  }
}
