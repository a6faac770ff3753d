package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.ShardsReported.Failed;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Shards ended: each is over, is tried again, or stops the others, as the task's policy says.
public final class ShardsEndedDecision {
  private final Turn turn;
  private final RunState run;
  private final CompiledTask task;
  private final ShardTable table;
  private final long nonce;

  private ShardsEndedDecision(Turn turn, RunState run, int task, ShardTable table, long nonce) {
    this.turn = turn;
    this.run = run;
    this.task = run.compiled().task(task);
    this.table = table;
    this.nonce = nonce;
  }

  public static void decide(ShardsReported input, Turn turn) {
    RunState run = turn.state().run(input.dag(), input.run());
    if (run == null || input.task() < 0 || input.task() >= run.compiled().size()) {
      return;
    }
    ShardTable table = run.table(input.task());
    if (table != null && table.assignments().containsKey(input.nonce())) {
      new ShardsEndedDecision(turn, run, input.task(), table, input.nonce()).decide(input);
    }
  }

  /// Shards of one assignment whose agent went away.
  static void lose(Turn turn, RunState run, int task, long nonce, IntFunction<Failure> failure) {
    ShardTable table = run.shards(task);
    List<Failed> lost = new ArrayList<>();
    for (int shard = 0; shard < table.size(); shard++) {
      if (table.nonce(shard) == nonce) {
        lost.add(new Failed(shard, failure.apply(shard), Timing.NONE));
      }
    }
    new ShardsEndedDecision(turn, run, task, table, nonce).decide(new int[0], Value.NONE, ResourceUsage.NONE,
        new int[0],
        lost);
  }

  private void decide(ShardsReported input) {
    int[] succeeded = input.shards().clone();
    for (int i = 0; i < succeeded.length; i++) {
      succeeded[i] = current(succeeded[i]) ? succeeded[i] : -1;
    }
    decide(succeeded, input.results(), input.spent(), input.ranMillis(), input.failed());
  }

  /// @param succeeded shards, -1 for one whose result comes too late
  private void decide(int[] succeeded, Value results, ResourceUsage resourceUsage, int[] ranMillis,
      List<Failed> failed) {
    int[] changed = Arrays.copyOf(succeeded, succeeded.length + failed.size());
    int count = succeeded.length;
    if (IntStream.of(succeeded).anyMatch(shard -> shard >= 0)) {
      turn.record(new ShardsSucceeded(run.dag(), run.number(), task.index(), succeeded, results, resourceUsage,
          ranMillis.length == succeeded.length ? ranMillis : new int[0]));
    }
    if (!failed.isEmpty()) {
      for (int shard : fail(failed)) {
        changed[count++] = shard;
      }
    }
    AlignedShards.follow(turn, run, task.index(), Arrays.copyOf(changed, count));
    Progress.afterShards(turn, run, task.index());
  }

  private boolean current(int shard) {
    return shard >= 0 && shard < table.size() && table.state(shard) == ShardState.ASSIGNED
        && table.nonce(shard) == nonce;
  }

  /// Decides about the shards that failed.
  ///
  /// @return those of them that were current
  private int[] fail(List<Failed> failed) {
    Map<Long, List<Integer>> retries = new TreeMap<>();
    Map<ShardState, List<Integer>> next = new EnumMap<>(ShardState.class);
    BitSet seen = new BitSet();
    ShardAssignment assignment = table.assignments().get(nonce);
    long agent = assignment == null ? 0 : assignment.agent();
    boolean stopped = ShardedOutcome.stopping(task, table);
    boolean mayFollow = !stopped && run.state(task.index()) != TaskState.CANCELLING;
    boolean timedOut = wholeTimedOut();
    int budget = totalBudget();
    for (Failed one : failed) {
      int shard = one.shard();
      if (!current(shard) || seen.get(shard)) {
        continue;
      }
      seen.set(shard);
      Failure failure = timedOut
          ? one.failure().whenTimedOut().overLimit(Deadlines.exceeded(run, task.index(), turn.now()))
          : one.failure();
      if (failure.kind() == Failure.Kind.LOST && table.losses(shard) >= RetryPolicy.LOST_ATTEMPTS) {
        failure = failure.afterLosses(table.losses(shard) + 1);
      }
      turn.record(new ShardFailed(run.dag(), run.number(), task.index(), shard, table.attempt(shard), agent, failure,
          one.timing()));
      ShardState then = mayFollow ? next(shard, failure, budget) : end(failure);
      if (then == ShardState.RETRY_WAIT) {
        budget--;
        long due = RetryPolicy.due(turn, task.node().retry(), failure, table.failures(shard));
        retries.computeIfAbsent(due, d -> new ArrayList<>()).add(shard);
      } else {
        next.computeIfAbsent(then, s -> new ArrayList<>()).add(shard);
      }
    }
    retries.forEach((due, shards) -> turn
        .record(new ShardRetriesScheduled(run.dag(), run.number(), task.index(), array(shards), due)));
    next.forEach((state, shards) -> turn.record(state == ShardState.READY
        ? new ShardsReleased(run.dag(), run.number(), task.index(), array(shards))
        : new io.tidemill.engine.fact.ShardsEnded(run.dag(), run.number(), task.index(), array(shards), state)));
    if (!stopped && ShardedOutcome.stopping(task, table)) {
      StopRequests.others(turn, run, task.index(), ShardState.CANCELLED);
      AlignedShards.followAll(turn, run, task.index());
    }
    return seen.stream().toArray();
  }

  /// What becomes of a shard that failed and may be tried again.
  private ShardState next(int shard, Failure failure, int budget) {
    return switch (failure.kind()) {
      case RELEASED, LOST_BESIDE -> ShardState.READY;
      case LOST -> table.losses(shard) <= RetryPolicy.LOST_ATTEMPTS ? ShardState.READY : ShardState.FAILED;
      case CANCELLED -> ShardState.CANCELLED;
      case FAILED, TIMED_OUT -> {
        boolean again = failure.retryable() && table.failures(shard) < task.node().retry().attempts() && budget > 0;
        yield again ? ShardState.RETRY_WAIT : ended(failure);
      }
    };
  }

  /// How a shard ends that failed when all were asked to stop.
  private ShardState end(Failure failure) {
    if (run.stopped(task.index())) {
      return run.deadlineOver() ? ShardState.TIMED_OUT : ShardState.CANCELLED;
    }
    return switch (failure.kind()) {
      case FAILED, TIMED_OUT -> ended(failure);
      case CANCELLED, RELEASED, LOST, LOST_BESIDE -> wholeTimedOut() ? ShardState.TIMED_OUT : ShardState.CANCELLED;
    };
  }

  private static ShardState ended(Failure failure) {
    return failure.kind() == Failure.Kind.TIMED_OUT ? ShardState.TIMED_OUT : ShardState.FAILED;
  }

  private boolean wholeTimedOut() {
    return run.begin(task.index()).timedOut;
  }

  private int totalBudget() {
    int most = Objects.requireNonNull(task.shard()).totalRetries();
    return most == 0 ? Integer.MAX_VALUE : most - table.retriesUsed();
  }

  private static int[] array(List<Integer> shards) {
    return shards.stream().mapToInt(Integer::intValue).toArray();
  }
}
