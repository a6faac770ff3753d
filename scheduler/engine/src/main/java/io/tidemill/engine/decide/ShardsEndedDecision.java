package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.input.ShardsEnded;
import io.tidemill.engine.input.ShardsEnded.Failed;
import io.tidemill.engine.plan.PlannedTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Shards ended: each is over, is tried again, or stops the others, as the task's policy says.
public final class ShardsEndedDecision {
  private final Turn turn;
  private final RunState run;
  private final PlannedTask task;
  private final ShardTable table;
  private final long nonce;

  private ShardsEndedDecision(Turn turn, RunState run, int task, ShardTable table, long nonce) {
    this.turn = turn;
    this.run = run;
    this.task = run.plan().task(task);
    this.table = table;
    this.nonce = nonce;
  }

  public static void decide(ShardsEnded input, Turn turn) {
    RunState run = turn.state().run(input.dag(), input.run());
    ShardTable table = run == null || input.task() >= run.plan().size() ? null : run.table(input.task());
    if (run != null && table != null) {
      new ShardsEndedDecision(turn, run, input.task(), table, input.nonce()).decide(input);
    }
  }

  /// Shards of one assignment whose agent went away.
  static void lose(Turn turn, RunState run, int task, long nonce, Failure failure) {
    ShardTable table = run.shards(task);
    ShardsEndedDecision decision = new ShardsEndedDecision(turn, run, task, table, nonce);
    List<Failed> lost = IntStream.range(0, table.size())
        .filter(s -> table.nonce(s) == nonce)
        .mapToObj(s -> new Failed(s, failure, 0, 0))
        .toList();
    decision.fail(lost);
    decision.follow(lost.stream().mapToInt(Failed::shard).toArray());
  }

  private void decide(ShardsEnded input) {
    int[] succeeded = IntStream.of(input.shards()).map(s -> current(s) ? s : -1).toArray();
    if (IntStream.of(succeeded).anyMatch(s -> s >= 0)) {
      turn.record(new ShardsSucceeded(run.dag(), run.number(), task.index(), succeeded, input.results()));
    }
    List<Failed> failed = input.failed().stream().filter(f -> current(f.shard())).toList();
    fail(failed);
    follow(IntStream.concat(IntStream.of(succeeded), failed.stream().mapToInt(Failed::shard)).toArray());
  }

  private boolean current(int shard) {
    return shard >= 0 && shard < table.size() && table.state(shard) == ShardState.ASSIGNED
        && table.nonce(shard) == nonce;
  }

  private void fail(List<Failed> failed) {
    Map<Long, List<Integer>> retries = new TreeMap<>();
    Map<ShardState, List<Integer>> ended = new EnumMap<>(ShardState.class);
    List<Integer> again = new ArrayList<>();
    int budget = totalBudget();
    for (Failed one : failed) {
      Failure failure = one.failure();
      int shard = one.shard();
      turn.record(new ShardFailed(run.dag(), run.number(), task.index(), shard, table.attempt(shard), failure,
          one.queuedMicros(), one.ranMicros()));
      boolean tried = failure.kind() == Failure.Kind.FAILED || failure.kind() == Failure.Kind.TIMED_OUT;
      boolean mayFollow = !run.cancelRequested() && !ShardedOutcome.stopping(task, table);
      RetryNode retry = task.node().retry();
      if (tried && mayFollow && failure.retryable() && table.failures(shard) <= retry.retries() && budget > 0) {
        budget--;
        long due = Budgets.due(turn, retry, failure, table.failures(shard));
        retries.computeIfAbsent(due, d -> new ArrayList<>()).add(shard);
      } else if (tried || failure.kind() == Failure.Kind.LOST && losses(shard) > Budgets.LOST_ATTEMPTS) {
        ShardState state = failure.kind() == Failure.Kind.TIMED_OUT ? ShardState.TIMED_OUT : ShardState.FAILED;
        ended.computeIfAbsent(state, s -> new ArrayList<>()).add(shard);
      } else if (failure.kind() == Failure.Kind.CANCELLED || !mayFollow) {
        ended.computeIfAbsent(ShardState.CANCELLED, s -> new ArrayList<>()).add(shard);
      } else {
        again.add(shard);
      }
    }
    retries.forEach((due, shards) -> turn
        .record(new ShardRetriesScheduled(run.dag(), run.number(), task.index(), array(shards), due)));
    if (!again.isEmpty()) {
      turn.record(new ShardsReleased(run.dag(), run.number(), task.index(), array(again)));
    }
    ended.forEach((state, shards) -> turn.record(new io.tidemill.engine.fact.ShardsEnded(run.dag(), run.number(),
        task.index(), array(shards), state)));
    if (!ended.isEmpty() && ShardedOutcome.stopping(task, table)) {
      stopOthers();
    }
  }

  private void stopOthers() {
    CancelRunDecision.endShardsNotAssigned(turn, run, task.index());
    for (ShardAssignment assignment : table.assignments().values()) {
      turn.effect(new StopAttempt(assignment.agent(), run.dag(), run.number(), task.index(), 0, assignment.nonce(),
          false));
    }
    AlignedShards.follow(turn, run, task.index(), IntStream.range(0, table.size()).toArray());
  }

  private void follow(int[] shards) {
    AlignedShards.follow(turn, run, task.index(), shards);
    Progress.afterShards(turn, run, task.index());
  }

  private int totalBudget() {
    int most = Objects.requireNonNull(task.shard()).totalRetries();
    return most == 0 ? Integer.MAX_VALUE : most - table.retriesUsed();
  }

  private int losses(int shard) {
    return table.attempt(shard) - table.failures(shard);
  }

  private static int[] array(List<Integer> shards) {
    return shards.stream().mapToInt(Integer::intValue).toArray();
  }
}
