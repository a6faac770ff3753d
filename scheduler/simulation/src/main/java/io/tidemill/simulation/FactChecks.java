package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CleanUpStopRequested;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
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
  private final Consumer<FaultKind> reached;
  private final List<ShardsAssigned> assignments = new ArrayList<>();
  private final SlotChecks slots;
  private final BackfillChecks backfills;
  private final MessageChecks messages;

  FactChecks(PartitionState state, Map<Long, byte[]> values, JournalFacts journalFacts, MessageChecks messages,
      Consumer<FaultKind> reached) {
    this.messages = messages;
    this.reached = reached;
    this.state = state;
    this.values = values;
    this.journalFacts = journalFacts;
    backfills = new BackfillChecks(reached, journalFacts.backfilled);
    slots = new SlotChecks(reached, backfills);
  }

  @Override public void fact(Fact fact, long at, long sequence) {
    switch (fact) {
      case PartitionFact about -> ofPartition(about);
      case DagFact about -> ofDag(about);
      case RunFact about -> {
        inOrder(about, about.run(), at);
        ofRun(about);
      }
      case TaskFact about -> {
        inOrder(about, about.run(), at);
        RunState run = active(about, about.run());
        if (!(about instanceof ShardsReset || about instanceof TaskMarked)) {
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
      case PartitionPaused f -> reached.accept(FaultKind.SCHEDULES_PAUSED);
      case MaintenancePlanned f -> {
        // Its time will come.
      }
      case MaintenanceBegan f -> reached.accept(FaultKind.MAINTENANCE_BEGAN);
      case MaintenanceEnded f -> {
        // Whatever was in maintenance, and may go on.
      }
      case PartitionResumed f -> {
        // Whatever was paused, and may go on.
      }
    }
  }

  private void ofDag(DagFact fact) {
    if (fact instanceof CommandApplied f) {
      Reply before = journalFacts.answers.put(f.dag() + ":" + f.id(), f.answer());
      require(before == null, Invariant.ONE_ANSWER_A_COMMAND, f + " was applied before with " + before);
    }
    messages.check(fact, state);
    slots.check(fact, state.dag(fact.dag()));
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
        reached.accept(FaultKind.RUN_CANCELLED);
      }
      case CleanUpStopRequested f -> {
        require(active(f, f.run()).cancelRequested(), Invariant.CLEAN_UP_RUNS,
            f + " of a run that was not asked to stop");
        reached.accept(FaultKind.CLEAN_UP_STOPPED);
      }
      case RunEnded f -> require(active(f, f.run()).open() == 0, Invariant.TERMINAL_IS_FINAL, f + " with open tasks");
      case RunVersionChanged f -> {
        active(f, f.run());
        rerun(f, f.run());
      }
      case TasksReset f -> {
        active(f, f.run());
        rerun(f, f.run());
      }
    }
  }

  private void rerun(Fact fact, long run) {
    String name = fact.dag() + "/" + run;
    require(journalFacts.reopened.containsKey(name) || journalFacts.marked.contains(name), Invariant.TERMINAL_IS_FINAL,
        fact + " without a rerun");
  }

  private void created(RunCreated f) {
    if (f.key() != null) {
      Long other = journalFacts.keys.put(f.dag() + ":" + f.key(), f.run());
      require(other == null, Invariant.ONE_RUN_A_KEY, "key " + f.key() + " gave runs " + other + " and " + f.run());
    }
    DagState dag = state.dag(f.dag());
    require(f.run() == dag.lastRun() + 1, Invariant.JOURNAL_ORDER, f + " after run " + dag.lastRun());
    if (f.trigger() instanceof Trigger.Slot(SlotRef slot, _)) {
      require(!state.paused(dag), Invariant.NO_SLOT_IN_A_PAUSE, f + " while DAG " + dag.id() + " is paused");
      slots.ran(slot, dag);
    }
    if (f.trigger() instanceof Trigger.Assets trigger) {
      messages.ran(f, trigger);
    }
    if (f.trigger() instanceof Trigger.Backfill trigger) {
      backfills.ran(f, trigger, dag);
    }
    stored(f.params());
  }

  private void reopened(RunReopened f, @Nullable RunState run) {
    require(run != null && run.outcome() != null, Invariant.TERMINAL_IS_FINAL, f + ", but it is active or not there");
    reached.accept(FaultKind.RUN_REOPENED);
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
        if (run.cancelRequested()) {
          reached.accept(FaultKind.CLEAN_UP_RAN);
        }
        require(run.state(f.task()) != TaskState.WAITING || UpstreamRule.allows(run, run.compiled().task(f.task())),
            Invariant.UPSTREAMS_ALLOW, f + "\n" + StateText.of(run));
      }
      case TaskJoined f -> require(UpstreamRule.allows(run, run.compiled().task(f.task())), Invariant.UPSTREAMS_ALLOW,
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
        if (f.task() == run.compiled().slotParams()) {
          reached.accept(FaultKind.PARAMS_MADE);
        }
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
        reached.accept(FaultKind.TASK_RETRIED);
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
        reached.accept(FaultKind.SHARDS_RETRIED);
        notAfterCancel(f, run);
      }
      case ShardsEnded f -> {
        for (int shard : f.shards()) {
          require(!run.shards(f.task()).state(shard).terminal(), Invariant.TERMINAL_IS_FINAL, f + " shard " + shard);
        }
      }
      case ShardedTaskStopRequested f -> {
        // May come at any time.
      }
      case TaskEnded f -> {
        ShardTable table = run.table(f.task());
        require(table == null || table.terminal() == table.size(), Invariant.TERMINAL_IS_FINAL,
            f + " with open shards");
        require(!run.cancelRequested() || run.stopped(f.task()) || run.state(f.task()) != TaskState.WAITING
            || !UpstreamRule.allows(run, run.compiled().task(f.task())), Invariant.CLEAN_UP_RUNS,
            f + " though its upstreams allow it");
        require(table != null || !run.state(f.task()).active() || instance != null && instance.agent == 0,
            Invariant.NO_OVERLAP, f + " while an agent has it");
      }
      case TaskMarked f -> marked(f, run);
      case ShardsReset f -> rerun(f, f.run());
    }
  }

  /// What an agent has nobody marks, nor what is being stopped.
  private void marked(TaskMarked f, RunState run) {
    require(!run.state(f.task()).active() && !run.cancelRequested(), Invariant.NO_OVERLAP,
        f + " but it is " + run.state(f.task()));
    require(f.state() == TaskState.SUCCESS || f.output() == null, Invariant.RESULT_OF_CURRENT_ATTEMPT,
        f + " has a result without a success");
    if (f.output() != null) {
      stored(f.output());
    }
    journalFacts.marked.add(f.dag() + "/" + f.run());
    reached.accept(FaultKind.TASK_MARKED);
  }

  private static void notAfterCancel(TaskFact fact, RunState run) {
    require(!run.stopped(fact.task()), Invariant.NOTHING_NEW_AFTER_CANCEL, fact.toString());
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
      checkKeys(f, Objects.requireNonNull(instance));
    } else {
      require(UpstreamRule.allows(run, run.compiled().task(f.task())), Invariant.UPSTREAMS_ALLOW, f.toString());
    }
  }

  /// Keys are those that the agent made, behind those that there were before, each in its place.
  private void checkKeys(ShardsExpanded f, Instance instance) {
    List<String> keys = f.count() == 0 ? List.of() : PackedTexts.texts(bytes(Objects.requireNonNull(f.keys())));
    ShardTable previous = f.again() == null ? null : instance.previous;
    int before = previous == null ? 0 : previous.size();
    if (before > 0) {
      List<String> known = PackedTexts.texts(bytes(Objects.requireNonNull(Objects.requireNonNull(previous).keys())));
      require(keys.subList(0, before).equals(known), Invariant.KEYS_KEEP_THEIR_PLACE, f + " after keys " + known);
    }
    if (keys.size() > before) {
      saidBy(f, instance.nonce, keys.get(before));
    }
    if (f.again() != null && previous != null) {
      for (int kept : f.again().kept()) {
        require(previous.state(kept) == ShardState.SUCCESS && instance.keepsShards, Invariant.KEYS_KEEP_THEIR_PLACE,
            f + " keeps shard " + kept + ", which is " + previous.state(kept));
      }
    }
  }

  private void shardsAssigned(ShardsAssigned f, RunState run) {
    notAfterCancel(f, run);
    assigned(f.nonce(), f.agent());
    ShardTable table = run.shards(f.task());
    int alignedWith = run.compiled().task(f.task()).alignedWith();
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
      ShardNode node = run == null ? null : run.compiled().task(f.task()).shard();
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
      reached.accept(FaultKind.ATTEMPT_LOST);
    } else if (failure.kind() == Failure.Kind.TIMED_OUT) {
      reached.accept(FaultKind.TIMED_OUT);
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
