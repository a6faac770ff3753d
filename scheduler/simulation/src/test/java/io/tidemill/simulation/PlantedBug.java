package io.tidemill.simulation;

import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.WrongCommitListeners;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Mistakes a scheduler could make. The simulation is worth its name only if it finds each.
enum PlantedBug {
  /// Work is sent to an agent before its assignment is durable.
  SEND_BEFORE_COMMIT(nodes(WrongCommitListeners::sendsBeforeCommit)),
  /// Reports and requests are answered before they are durable.
  ACKNOWLEDGE_BEFORE_COMMIT(nodes(WrongCommitListeners::acknowledgesBeforeCommit)),
  /// An append does not mind that another node owns the partition.
  NO_FENCE(stores(store -> new WrongStore(store, (right, journal) -> new NoFence(journal), (right, of) -> of))),
  /// A projection does not mind that another node owns the partition.
  PROJECTOR_WITHOUT_EPOCH(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new NoEpoch(right.journal(), right.queries(), of)))),
  /// An append of unknown outcome is tried again under the next number.
  RETRY_UNDER_A_NEW_NUMBER(stores(store -> new WrongStore(store, (right, journal) -> new NewNumber(journal),
      (right, of) -> of))),
  /// Snapshots do not say that those of a DAG that was left out of a recovery are older than the others.
  FORGETS_WHO_WAS_LEFT_OUT(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new NoHeldMarks(of)))),
  /// A report of an old attempt is taken for one of the current attempt.
  STALE_REPORT_APPLIED(
      new SystemUnderTest(SchedulerNode::new, store -> store, StaleReports::current, AgentBehavior.GOOD)),
  /// What an agent had is declared lost as soon as a session with it ends.
  LOST_AT_ONCE(behavior(new AgentBehavior(true, true, false))),
  /// An agent that is cut off goes on with its work.
  AGENT_IGNORES_CUT_OFF(behavior(new AgentBehavior(false, false, false))),
  /// An agent that came back starts what it is given again, though it has it.
  REPEATED_ASSIGNMENT_STARTS_AGAIN(behavior(new AgentBehavior(false, true, true)));

  private final SystemUnderTest systemUnderTest;

  PlantedBug(SystemUnderTest systemUnderTest) {
    this.systemUnderTest = systemUnderTest;
  }

  SystemUnderTest product() {
    return systemUnderTest;
  }

  private static SystemUnderTest nodes(SystemUnderTest.Nodes nodes) {
    return new SystemUnderTest(nodes, store -> store, SystemUnderTest.REAL.reports(), AgentBehavior.GOOD);
  }

  private static SystemUnderTest behavior(AgentBehavior agentBehavior) {
    return new SystemUnderTest(SystemUnderTest.REAL.nodes(), SystemUnderTest.REAL.stores(),
        SystemUnderTest.REAL.reports(), agentBehavior);
  }

  private static SystemUnderTest stores(UnaryOperator<Store> stores) {
    return new SystemUnderTest(SchedulerNode::new, stores, SystemUnderTest.REAL.reports(), AgentBehavior.GOOD);
  }

  /// Writes behind whatever the head is, under the owner's epoch.
  private record NoFence(Journal right) implements Journal {
    @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
      boolean[] written = right.append(entries);
      for (int i = 0; i < written.length; i++) {
        if (!written[i]) {
          JournalEntry entry = entries.get(i);
          Head head = right.head(entry.partition());
          written[i] = right.append(List.of(new JournalEntry(entry.partition(), head.epoch(), head.sequence() + 1,
              entry.facts(), entry.values())))[0];
        }
      }
      return written;
    }

    @Override public Head head(int partition) {
      return right.head(partition);
    }

    @Override public JournalEntry entry(int partition, long sequence) {
      return right.entry(partition, sequence);
    }

    @Override public List<JournalEntry> entries(int partition, long after, int limit) {
      return right.entries(partition, after, limit);
    }
  }

  /// Tries again by itself, behind what may be its own entry.
  private record NewNumber(Journal right) implements Journal {
    @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
      try {
        return right.append(entries);
      } catch (UnknownOutcomeException e) {
        List<JournalEntry> again = new ArrayList<>();
        for (JournalEntry entry : entries) {
          again.add(new JournalEntry(entry.partition(), entry.epoch(), entry.sequence() + 1, entry.facts(), List.of()));
        }
        return right.append(again);
      }
    }

    @Override public Head head(int partition) {
      return right.head(partition);
    }

    @Override public JournalEntry entry(int partition, long sequence) {
      return right.entry(partition, sequence);
    }

    @Override public List<JournalEntry> entries(int partition, long after, int limit) {
      return right.entries(partition, after, limit);
    }
  }

  /// Moves the mark of the tables whoever owns the partition.
  private record NoEpoch(Journal journal, Queries queries, Projections right) implements Projections {
    @Override public boolean[] write(Batch batch) {
      List<Move> moves = new ArrayList<>();
      for (Move move : batch.moves()) {
        long from = queries.projected(move.partition());
        moves.add(new Move(move.partition(), journal.head(move.partition()).epoch(), from, Math.max(from, move.to())));
      }
      return right.write(new Batch(moves, batch.chunks(), batch.ended(), batch.finals(), batch.runs(), batch.tasks(),
          batch.failures()));
    }
  }

  /// Does not write of which entry the snapshots of a DAG are.
  private record NoHeldMarks(Projections right) implements Projections {
    @Override public boolean[] write(Batch batch) {
      return right.write(new Batch(batch.moves(),
          batch.chunks().stream().filter(c -> c.run() != 0 || c.dag() == 0 || c.chunk() != SnapshotChunk.HELD).toList(),
          batch.ended(), batch.finals(), batch.runs(), batch.tasks(), batch.failures()));
    }
  }

  /// A store with one wrong part.
  private record WrongStore(Store right, Journal journal, Projections projections) implements ForwardingStore {
    WrongStore(Store right, BiFunction<Store, Journal, Journal> journal,
        BiFunction<Store, Projections, Projections> projections) {
      this(right, journal.apply(right, right.journal()), projections.apply(right, right.projections()));
    }
  }
}
