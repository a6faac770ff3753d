package io.tidemill.engine.state;

import io.tidemill.dsl.graph.TimeoutsNode;

/// When something is due, as it follows from the state (semantics §9, §10). All in milliseconds since 1970, [#NEVER] for
/// what is not limited.
///
/// Of a sharded task the queue timeout is for its expansion; the attempt timeout is for the expansion, and for shards from
/// their assignment on (which includes their wait on the agent); the total timeout is for the task as a whole.
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
          : Math.min(total, Math.min(table.nextDue(), shards(run, task, table)));
      case RETRY_WAIT -> Math.min(total, instance.dueAt);
      case DEFERRED -> total;
      case WAITING, CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED -> NEVER;
    };
  }

  /// When a run has taken too long.
  public static long run(RunState run) {
    long most = run.plan().graph().runDeadlineMillis();
    return run.outcome() != null || run.cancelRequested() ? NEVER : after(run.activeSince(), most);
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

  /// When shards of an assignment have taken too long.
  public static long attempt(RunState run, int task, ShardAssignment assignment) {
    return assignment.timedOut() ? NEVER : after(assignment.at(), timeouts(run, task).attemptMillis());
  }

  /// When a task has taken too long, with all its attempts and the waits between them.
  public static long total(RunState run, int task) {
    Instance instance = run.instance(task);
    return instance == null ? NEVER : after(instance.readyAt, timeouts(run, task).totalMillis());
  }

  private static long shards(RunState run, int task, ShardTable table) {
    if (timeouts(run, task).attemptMillis() == 0) {
      return NEVER;
    }
    // The oldest assignment comes first, so the first that was not asked to stop is the next that will be.
    for (ShardAssignment assignment : table.assignments().values()) {
      if (!assignment.timedOut()) {
        return attempt(run, task, assignment);
      }
    }
    return NEVER;
  }

  private static TimeoutsNode timeouts(RunState run, int task) {
    return run.plan().task(task).node().timeouts();
  }

  private static long after(long start, long millis) {
    return start == 0 || millis == 0 ? NEVER : later(start, millis);
  }

  private static long later(long start, long millis) {
    return start > NEVER - millis ? NEVER : start + millis;
  }
}
