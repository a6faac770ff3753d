package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.Recovery;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.EntryDecoder;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.codec.SnapshotEncoder;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows what the database really holds, from the first entry on, and checks every promise that concerns it.
final class InvariantChecker {
  private final Store database;
  private final boolean recoverAlways;
  private final Consumer<FaultKind> reached;
  private final CompiledGraphCache graphs;
  private final MessageChecks messages;
  private final List<Account> accounts = new ArrayList<>();
  private final Map<Long, byte[]> values = new HashMap<>();

  /// @param recoverAlways whether recovery is tried after every entry and fact
  /// @param reached is told what went wrong
  InvariantChecker(Store database, boolean recoverAlways, Consumer<FaultKind> reached) {
    this.database = database;
    this.recoverAlways = recoverAlways;
    this.reached = reached;
    messages = new MessageChecks(reached);
    graphs = new CompiledGraphCache(database.catalog());
    for (int partition = 0; partition < database.partitions(); partition++) {
      accounts.add(new Account(partition));
    }
  }

  private Account account(int dag) {
    return accounts.get(database.catalog()
        .actors()
        .stream()
        .filter(d -> d.number() == dag)
        .findFirst()
        .orElseThrow()
        .partition());
  }

  void count(FaultKind faultKind) {
    reached.accept(faultKind);
  }

  /// An entry was written.
  void appended(JournalEntry entry) {
    Account account = accounts.get(entry.partition());
    for (ValueBlock value : entry.values()) {
      byte[] before = values.put(value.id(), value.bytes());
      require(before == null, Invariant.ONE_VALUE_A_NUMBER, "value " + value.id() + " was stored twice");
    }
    account.append(entry);
    if (recoverAlways) {
      compareRecovered(account);
    }
  }

  /// A partition was taken.
  void taken(Taken taken, String node) {
    Account account = accounts.get(taken.partition());
    require(taken.epoch() > account.epoch, Invariant.JOURNAL_ORDER,
        "epoch " + taken.epoch() + " after " + account.epoch);
    account.epoch = taken.epoch();
    account.owner = node;
    JournalEntry entry = Objects.requireNonNull(database.journal().entry(taken.partition(), taken.sequence()));
    account.append(entry);
  }

  /// Tables were written.
  void projected(Move move, List<RunChunk> chunks) {
    Account account = accounts.get(move.partition());
    require(move.epoch() == account.epoch, Invariant.TABLES_ARE_JOURNAL,
        "epoch " + move.epoch() + " wrote tables of partition " + move.partition() + " in epoch " + account.epoch);
    require(move.from() == account.projected && move.to() >= move.from() && move.to() <= account.entries.size(),
        Invariant.TABLES_ARE_JOURNAL, move + ", but tables were at " + account.projected + " and the journal at "
            + account.entries.size());
    while (account.projected < move.to()) {
      account.fold(account.entries.get((int) account.projected), account.tables, FactListener.NONE);
      account.projected++;
    }
    for (RunChunk chunk : chunks) {
      if (chunk.partition() == move.partition() && chunk.run() == 0 && chunk.chunk() == SnapshotChunk.HELD) {
        account.held.remove(chunk.dag());
        if (SnapshotDecoder.heldAt(chunk.bytes()) != null) {
          account.held.add(chunk.dag());
        }
      }
    }
    TableChecks.check(database.queries(), account.tables, account.held, account.marks, account.projected);
    compareRecovered(account);
  }

  /// An effect leaves a scheduler.
  void sent(Effect effect) {
    switch (effect) {
      case AssignTask a -> requireAssigned(a.ref().dag(), a.nonce(), a.agent());
      case AssignShards a -> requireAssigned(a.ref().dag(), a.nonce(), a.agent());
      case StopAttempt s -> {
        // An agent may have been told to stop what it has, but should not have: no such attempt need be in the journal.
      }
    }
  }

  private void requireAssigned(int dag, long nonce, long agent) {
    Long assigned = account(dag).marks.assigned.get(nonce);
    require(assigned != null && assigned == agent, Invariant.ASSIGNED_BEFORE_SENT,
        "nonce " + Long.toHexString(nonce) + " was sent to agent " + agent + " but the journal says " + assigned);
  }

  /// What the journal says of a run, null if it does not know it.
  @Nullable RunState run(int dag, long run) {
    return account(dag).state.run(dag, run);
  }

  /// An answer to a command leaves a scheduler.
  void answered(int dag, String id, Reply reply) {
    Reply recorded = account(dag).marks.answers.get(dag + ":" + id);
    boolean same = reply.equals(recorded) || recorded != null && reply.equals(recorded.again());
    require(same, Invariant.ONE_ANSWER_A_COMMAND,
        "command " + id + " is answered " + reply + ", but the journal says " + recorded);
  }

  /// How often the journal says that a run was reopened.
  int reopened(int dag, long run) {
    return account(dag).marks.reopened.getOrDefault(dag + "/" + run, 0);
  }

  /// Name of the node that took a partition last, null before the first.
  @Nullable String owner(int partition) {
    return accounts.get(partition).owner;
  }

  /// Whether a node is the owner by the database, and has nothing of its own that the journal does not have.
  boolean isOwner(int partition, SchedulerNode node, String name) {
    Account account = accounts.get(partition);
    return name.equals(account.owner) && node.durable(partition) == account.entries.size() && node.settled(partition);
  }

  /// The owner's state must be what the journal says.
  void compareLive(int partition, PartitionState live) {
    Account account = accounts.get(partition);
    if (account.comparedLive == account.entries.size()) {
      return;
    }
    account.comparedLive = account.entries.size();
    compare(Invariant.REPLAY_IS_LIVE, account.state, live, live.suspended());
  }

  private void compareRecovered(Account account) {
    Recovery recovery = new Recovery(graphs);
    database.ownership().recover(new Taken(account.partition, account.epoch, account.entries.size()), recovery);
    compare(Invariant.RECOVERY_IS_LIVE, account.state, recovery.state(), Set.of());
  }

  /// A snapshot taken at any fact must give back what it was taken of.
  private static void compareSnapshot(PartitionState state, Fact fact) {
    RunState run = switch (fact) {
      case PartitionFact _,DagFact _ -> null;
      case RunFact about -> state.run(about.dag(), about.run());
      case TaskFact about -> state.run(about.dag(), about.run());
    };
    if (run != null) {
      List<byte[]> chunks = SnapshotEncoder.all(run).stream().map(SnapshotChunk::bytes).toList();
      String found = StateText.of(state.decoder().decode(run.dag(), run.number(), chunks));
      require(StateText.of(run).equals(found), Invariant.RECOVERY_IS_LIVE,
          "a snapshot at " + fact + " differs: " + StateText.difference(StateText.of(run), found));
    }
  }

  /// @param leftOut DAGs that need not be there
  private static void compare(Invariant invariant, PartitionState expected, PartitionState found,
      Set<Integer> leftOut) {
    Map<String, String> wanted = StateText.active(expected, leftOut);
    Map<String, String> there = StateText.active(found, leftOut);
    for (String run : wanted.keySet()) {
      require(wanted.get(run).equals(there.get(run)), invariant,
          "run " + run + " differs: " + StateText.difference(wanted.get(run), there.get(run)));
    }
    require(wanted.keySet().equals(there.keySet()), invariant, "expected runs " + wanted.keySet() + ", found "
        + there.keySet());
    Map<Integer, String> answers = StateText.answers(expected, leftOut);
    require(answers.equals(StateText.answers(found, leftOut)), invariant,
        "expected answers " + answers + ", found " + StateText.answers(found, leftOut));
    Map<Integer, Long> newest = StateText.lastRuns(expected, leftOut);
    require(newest.equals(StateText.lastRuns(found, leftOut)), invariant,
        "expected newest runs " + newest + ", found " + StateText.lastRuns(found, leftOut));
    String schedules = StateText.schedules(expected, leftOut);
    String others = StateText.schedules(found, leftOut);
    require(schedules.equals(others), invariant, "schedules differ: " + StateText.difference(schedules, others));
  }

  /// Whether a run has not ended.
  boolean hasOpenRuns() {
    return accounts.stream()
        .flatMap(account -> account.state.dags().values().stream())
        .flatMap(dag -> dag.runs().values().stream())
        .anyMatch(run -> run.outcome() == null);
  }

  /// The runs that have not ended, empty if all did.
  String openRuns() {
    for (Account account : accounts) {
      Map<String, String> open = StateText.active(account.state, Set.of());
      if (!open.isEmpty()) {
        return "runs " + open.keySet() + " have not ended\n" + open.values().iterator().next();
      }
    }
    return "";
  }

  /// Schedules that are paused, or have slots to decide, empty if there are none.
  ///
  /// @param now the world's time, in milliseconds since 1970
  String openSlots(long now) {
    String open = messages.open();
    if (!open.isEmpty()) {
      return open;
    }
    for (Account account : accounts) {
      for (DagState dag : account.state.dags().values()) {
        for (BackfillState backfill : dag.backfills().values()) {
          if (!backfill.status().ended()) {
            return "backfill " + backfill.number() + " of DAG " + dag.number() + " is " + backfill.status() + "\n"
                + StateText.schedules(account.state, Set.of());
          }
        }
        if (account.state.paused(dag) || Deadlines.schedules(dag) <= now
            || Deadlines.assets(dag) <= now) {
          return "slots of DAG " + dag.number() + " are not decided\n"
              + StateText.schedules(account.state, Set.of());
        }
      }
    }
    return "";
  }

  /// Numbers of the backfills of a DAG that have not ended.
  List<Long> backfills(int dag) {
    return account(dag).state.dag(dag)
        .backfills()
        .values()
        .stream()
        .filter(backfill -> !backfill.status().ended())
        .map(BackfillState::number)
        .toList();
  }

  /// Names of the schedules of a DAG.
  List<String> schedules(int dag) {
    return List.copyOf(account(dag).state.dag(dag).schedules().keySet());
  }

  /// What the tables do not hold yet, empty if they hold everything.
  String tablesBehind() {
    for (Account account : accounts) {
      if (account.projected < account.entries.size()) {
        return "tables of partition " + account.partition + " stay at " + account.projected + " of "
            + account.entries.size();
      }
      if (!account.held.isEmpty()) {
        return "tables of partition " + account.partition + " leave out DAGs " + account.held;
      }
    }
    return "";
  }

  /// The journal as the database gives it must be what was seen going in, and give the same state once more.
  void checkEnd() {
    for (Account account : accounts) {
      Journal.Head head = database.journal().head(account.partition);
      require(head.epoch() == account.epoch && head.sequence() == account.entries.size(), Invariant.JOURNAL_ORDER,
          head + ", but epoch " + account.epoch + " and " + account.entries.size() + " entries were seen");
      List<JournalEntry> stored = database.journal().entries(account.partition, 0, Integer.MAX_VALUE);
      require(stored.size() == account.entries.size(), Invariant.JOURNAL_ORDER, "entries are missing");
      for (int i = 0; i < stored.size(); i++) {
        require(Arrays.equals(stored.get(i).facts(), account.entries.get(i).facts()), Invariant.JOURNAL_ORDER,
            "entry " + (i + 1) + " changed");
      }
      require(account.held.isEmpty(), Invariant.LIVENESS, "DAGs " + account.held + " are still left out");
      TableChecks.check(database.queries(), account.state, account.held, account.marks, account.projected);
      compareRecovered(account);
    }
  }

  /// Looks at each fact before it is folded in.
  interface FactListener {
    FactListener NONE = (fact, at, sequence) -> {};

    void fact(Fact fact, long at, long sequence);

    /// The facts of an entry are in.
    default void folded() {}
  }

  /// What is known of one partition.
  private final class Account {
    final int partition;
    final List<JournalEntry> entries = new ArrayList<>();
    final JournalFacts marks = new JournalFacts();
    final PartitionState state = new PartitionState(graphs, new SnapshotDecoder(graphs));
    /// DAGs whose tables are behind.
    final Set<Integer> held = new TreeSet<>();
    final PartitionState tables = new PartitionState(graphs, new SnapshotDecoder(graphs));
    long epoch;
    long projected;
    long comparedLive = -1;
    @Nullable String owner;

    Account(int partition) {
      this.partition = partition;
    }

    void next(long ofEpoch, long sequence) {
      require(sequence == entries.size() + 1, Invariant.JOURNAL_ORDER,
          "entry " + sequence + " after " + entries.size());
      require(ofEpoch == epoch, Invariant.JOURNAL_ORDER, "epoch " + ofEpoch + " wrote in epoch " + epoch);
    }

    void append(JournalEntry entry) {
      next(entry.epoch(), entry.sequence());
      entries.add(entry);
      fold(entry, state, new FactChecks(state, values, marks, messages, reached));
    }

    void fold(JournalEntry entry, PartitionState into, FactListener listener) {
      EntryDecoder.decode(entry.facts(), (fact, at) -> {
        listener.fact(fact, at, entry.sequence());
        try {
          Applier.apply(into, fact, at);
        } catch (RuntimeException e) {
          throw new Violation(Invariant.REPLAY_IS_LIVE, "the journal cannot be replayed at " + fact, e);
        }
        if (recoverAlways) {
          compareSnapshot(into, fact);
        }
      });
      listener.folded();
      into.dirtyRuns().forEach(RunState::clean);
      into.dirtyRuns().clear();
      into.dags().values().forEach(DagState::clean);
    }
  }
}
