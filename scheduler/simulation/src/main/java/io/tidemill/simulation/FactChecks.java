package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsStopRequested;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Checks each fact against the state before it.
final class FactChecks implements InvariantChecker.FactListener {
  private final PartitionState state;
  private final Map<Long, byte[]> values;
  private final JournalFacts journalFacts;
  private final Consumer<FaultKind> troubles;
  private final List<ShardsAssigned> assignments = new ArrayList<>();

  FactChecks(PartitionState state, Map<Long, byte[]> values, JournalFacts journalFacts, Consumer<FaultKind> troubles) {
    this.troubles = troubles;
    this.state = state;
    this.values = values;
    this.journalFacts = journalFacts;
  }

  @Override public void fact(Fact fact, long at, long sequence) {
    switch (fact) {
      case PartitionFact about -> ofPartition(about);
      case RunFact about -> {
        inOrder(about, about.run(), at);
        ofRun(about);
      }
      case TaskFact about -> {
        inOrder(about, about.run(), at);
        RunState run = active(about, about.run());
        if (!(about instanceof ShardsReset)) {
          require(!run.state(about.task()).terminal(), Invariant.TERMINAL_IS_FINAL,
              about + " but it is " + run.state(about.task()));
        }
        ofTask(about, run, sequence);
      }
    }
  }

  private void ofPartition(PartitionFact fact) {
    switch (fact) {
      case OwnershipTaken f -> {
        require(f.epoch() > journalFacts.epoch, Invariant.JOURNAL_ORDER, f + " after epoch " + journalFacts.epoch);
        journalFacts.epoch = f.epoch();
      }
    }
  }

  private void inOrder(Fact fact, long run, long at) {
    Long before = journalFacts.times.put(fact.dag() + "/" + run, at);
    require(before == null || before <= at, Invariant.JOURNAL_ORDER, fact + " at " + at + " after " + before);
  }

  private RunState active(Fact fact, long number) {
    RunState run = state.run(fact.dag(), number);
    require(run != null, Invariant.TERMINAL_IS_FINAL, fact + " of a run that is not there");
    require(Objects.requireNonNull(run).outcome() == null, Invariant.TERMINAL_IS_FINAL, fact + " after the end");
    return run;
  }

  private void ofRun(RunFact fact) {
    switch (fact) {
      case RunCreated f -> created(f);
      case RunReopened f -> reopened(f, state.run(f.dag(), f.run()));
      case CancelRequested f -> {
        active(f, f.run());
        troubles.accept(FaultKind.RUN_CANCELLED);
      }
      case RunEnded f -> require(active(f, f.run()).open() == 0, Invariant.TERMINAL_IS_FINAL, f + " with open tasks");
      case TasksReset f -> {
        active(f, f.run());
        rerun(f, f.run());
      }
    }
  }

  private void rerun(Fact fact, long run) {
    require(journalFacts.reopened.containsKey(fact.dag() + "/" + run), Invariant.TERMINAL_IS_FINAL,
        fact + " without a rerun");
  }

  private void created(RunCreated f) {
    if (f.key() != null) {
      Long other = journalFacts.keys.put(f.dag() + ":" + f.key(), f.run());
      require(other == null, Invariant.ONE_RUN_A_KEY, "key " + f.key() + " gave runs " + other + " and " + f.run());
    }
    DagState dag = state.dag(f.dag());
    require(f.run() == dag.lastRun() + 1, Invariant.JOURNAL_ORDER, f + " after run " + dag.lastRun());
    stored(f.params());
  }

  private void reopened(RunReopened f, @Nullable RunState run) {
    require(run != null && run.outcome() != null, Invariant.TERMINAL_IS_FINAL, f + ", but it is active or not there");
    troubles.accept(FaultKind.RUN_REOPENED);
    journalFacts.reopened.merge(f.dag() + "/" + f.run(), 1, Integer::sum);
    if (!f.chunks().isEmpty()) {
      String expected = StateText.of(Objects.requireNonNull(run));
      String found = StateText.of(state.decoder().decode(f.dag(), f.run(), f.chunks()));
      require(expected.equals(found), Invariant.RECOVERY_IS_LIVE,
          "run " + f.dag() + "/" + f.run() + " is not what was kept of it: " + StateText.difference(expected, found));
    }
  }

  private void ofTask(TaskFact fact, RunState run, long sequence) {
    Instance instance = run.instance(fact.task());
    switch (fact) {
      case TaskReady f -> {
        notAfterCancel(f, run);
        require(run.state(f.task()) != TaskState.WAITING || UpstreamRule.allows(run, run.plan().task(f.task())),
            Invariant.UPSTREAMS_ALLOW, f + "\n" + StateText.of(run));
      }
      case TaskJoined f -> require(UpstreamRule.allows(run, run.plan().task(f.task())), Invariant.UPSTREAMS_ALLOW,
          f + "\n" + StateText.of(run));
      case AttemptAssigned f -> {
        notAfterCancel(f, run);
        require(run.state(f.task()) == TaskState.READY, Invariant.UPSTREAMS_ALLOW, f + " is " + run.state(f.task()));
        require(instance != null && f.attempt() == instance.attempt + 1, Invariant.ONE_EXECUTION,
            f + " skips a number");
        assigned(f.nonce(), f.agent());
      }
      case AttemptStarted f -> current(f, run, f.attempt(), instance);
      case AttemptSucceeded f -> {
        current(f, run, f.attempt(), instance);
        require(journalFacts.successes.add(f.dag() + "/" + f.run() + "/" + f.task() + " nonce "
            + Objects.requireNonNull(instance).nonce), Invariant.RESULT_OF_CURRENT_ATTEMPT,
            f + " succeeded before");
        saidBy(f, Objects.requireNonNull(instance).nonce, text(f.output()));
      }
      case AttemptFailed f -> {
        current(f, run, f.attempt(), instance);
        if (f.failure().kind() != Failure.Kind.LOST && f.failure().type().equals(SimulatedAgent.FAILURE)) {
          saidBy(f, Objects.requireNonNull(instance).nonce, f.failure().message());
        }
        failed(f, -1, f.attempt(), f.failure(), sequence);
      }
      case AttemptStopRequested f -> current(f, run, f.attempt(), instance);
      case RetryScheduled f -> {
        troubles.accept(FaultKind.TASK_RETRIED);
        notAfterCancel(f, run);
      }
      case ShardsExpanded f -> expanded(f, run, instance);
      case ShardsAssigned f -> shardsAssigned(f, run);
      case ShardsSucceeded f -> shardsSucceeded(f, run);
      case ShardFailed f -> {
        ShardTable table = run.shards(f.task());
        require(table.state(f.shard()) == ShardState.ASSIGNED && table.attempt(f.shard()) == f.attempt(),
            Invariant.RESULT_OF_CURRENT_ATTEMPT, f + " but it is " + table.state(f.shard()));
        if (f.failure().type().equals(SimulatedAgent.FAILURE)) {
          saidBy(f, table.nonce(f.shard()), f.failure().message());
        }
        failed(f, f.shard(), f.attempt(), f.failure(), sequence);
      }
      case ShardsReleased f -> notAfterCancel(f, run);
      case ShardRetriesScheduled f -> {
        troubles.accept(FaultKind.SHARDS_RETRIED);
        notAfterCancel(f, run);
      }
      case ShardsEnded f -> {
        for (int shard : f.shards()) {
          require(!run.shards(f.task()).state(shard).terminal(), Invariant.TERMINAL_IS_FINAL, f + " shard " + shard);
        }
      }
      case ShardsStopRequested f -> {
        // Replaying it checks that there is such an assignment.
      }
      case ShardedTaskStopRequested f -> {
        // May come at any time.
      }
      case TaskEnded f -> {
        ShardTable table = run.table(f.task());
        require(table == null || table.terminal() == table.size(), Invariant.TERMINAL_IS_FINAL,
            f + " with open shards");
        require(table != null || !run.state(f.task()).active() || instance != null && instance.agent == 0,
            Invariant.NO_OVERLAP, f + " while an agent has it");
      }
      case ShardsReset f -> rerun(f, f.run());
    }
  }

  private static void notAfterCancel(TaskFact fact, RunState run) {
    require(!run.cancelRequested(), Invariant.NOTHING_NEW_AFTER_CANCEL, fact.toString());
  }

  private void assigned(long nonce, long agent) {
    require(journalFacts.assigned.put(nonce, agent) == null, Invariant.ONE_EXECUTION, "a nonce was used twice");
  }

  private static void current(TaskFact fact, RunState run, int attempt, @Nullable Instance instance) {
    require(run.state(fact.task()).active() && instance != null && instance.attempt == attempt,
        Invariant.RESULT_OF_CURRENT_ATTEMPT, fact + " but it is " + run.state(fact.task()) + " in attempt "
            + (instance == null ? 0 : instance.attempt));
  }

  private void expanded(ShardsExpanded f, RunState run, @Nullable Instance instance) {
    if (f.attempt() > 0) {
      current(f, run, f.attempt(), instance);
      if (f.count() > 0) {
        saidBy(f, Objects.requireNonNull(instance).nonce, PackedTexts.first(bytes(Objects.requireNonNull(f.keys()))));
      }
    } else {
      require(UpstreamRule.allows(run, run.plan().task(f.task())), Invariant.UPSTREAMS_ALLOW, f.toString());
    }
  }

  private void shardsAssigned(ShardsAssigned f, RunState run) {
    notAfterCancel(f, run);
    assigned(f.nonce(), f.agent());
    ShardTable table = run.shards(f.task());
    int alignedWith = run.plan().task(f.task()).alignedWith();
    for (int shard : f.shards()) {
      require(table.state(shard) == ShardState.READY, Invariant.UPSTREAMS_ALLOW, f + " shard " + shard + " is "
          + table.state(shard));
      require(alignedWith < 0 || run.shards(alignedWith).state(shard) == ShardState.SUCCESS, Invariant.UPSTREAMS_ALLOW,
          f + " before its upstream");
    }
    assignments.add(f);
  }

  @Override public void folded() {
    for (ShardsAssigned f : assignments) {
      RunState run = state.run(f.dag(), f.run());
      ShardTable table = run == null ? null : run.table(f.task());
      ShardNode node = run == null ? null : run.plan().task(f.task()).shard();
      require(table == null || node == null || node.concurrency() == 0
          || table.count(ShardState.ASSIGNED) <= node.concurrency(), Invariant.CONCURRENCY, f.toString());
    }
  }

  private void shardsSucceeded(ShardsSucceeded f, RunState run) {
    ShardTable table = run.shards(f.task());
    List<String> results = PackedTexts.texts(bytes(f.results()));
    for (int i = 0; i < f.shards().length; i++) {
      int shard = f.shards()[i];
      if (shard >= 0) {
        require(table.state(shard) == ShardState.ASSIGNED, Invariant.RESULT_OF_CURRENT_ATTEMPT,
            f + " shard " + shard + " is " + table.state(shard));
        require(journalFacts.successes.add(f.dag() + "/" + f.run() + "/" + f.task() + "[" + shard + "] nonce "
            + table.nonce(shard)),
            Invariant.RESULT_OF_CURRENT_ATTEMPT, f + " succeeded before");
        saidBy(f, table.nonce(shard), results.get(i));
      }
    }
  }

  private void failed(TaskFact fact, int shard, int attempt, Failure failure, long sequence) {
    if (failure.kind() == Failure.Kind.LOST) {
      troubles.accept(FaultKind.ATTEMPT_LOST);
    } else if (failure.kind() == Failure.Kind.TIMED_OUT) {
      troubles.accept(FaultKind.TIMED_OUT);
    }
    if (failure.kind() != Failure.Kind.RELEASED) {
      journalFacts.failures.computeIfAbsent(fact.dag() + "/" + fact.run(), r -> new HashMap<>())
          .putIfAbsent(fact.task() + "/" + shard + "/" + attempt, sequence);
    }
  }

  private static void saidBy(TaskFact fact, long nonce, String said) {
    require(said.startsWith(SimulatedAgent.said(nonce)), Invariant.RESULT_OF_CURRENT_ATTEMPT,
        fact + " carries " + said + ", but nonce " + Long.toHexString(nonce) + " is current");
  }

  private String text(Value value) {
    return new String(bytes(value), java.nio.charset.StandardCharsets.UTF_8);
  }

  private byte[] bytes(Value value) {
    stored(value);
    return value.inline() != null ? value.inline() : Objects.requireNonNull(values.get(value.id()));
  }

  private void stored(Value value) {
    byte[] bytes = value.inline() != null ? value.inline() : values.get(value.id());
    require(bytes != null && bytes.length == value.size(), Invariant.ONE_VALUE_A_NUMBER, value.id()
        + " is named and not stored, or is another value");
  }
}
