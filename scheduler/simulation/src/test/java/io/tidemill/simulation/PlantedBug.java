package io.tidemill.simulation;

import io.tidemill.engine.input.Command;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.WrongCommitListeners;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.WrongSnapshots;
import io.tidemill.runtime.codec.WrongSnapshots.ScheduleCursor;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
  /// A command that is sent again is applied again.
  FORGETS_ANSWERS(new SystemUnderTest(SchedulerNode::new, store -> store, SystemUnderTest.REAL.reports(),
      Forgetful::new, AgentBehavior.GOOD)),
  /// Snapshots do not hold the answers to commands.
  LOSES_ANSWERS_AT_RECOVERY(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new NoAnswers(of)))),
  /// What became of slots is not looked up before a backfill is decided.
  BACKFILL_WITHOUT_HISTORY(stores(store -> new NoHistory(store, store.journal(), store.projections()))),
  /// Snapshots tell of a schedule that its slots are decided up to the present: those in between are in nobody's hands after a take-over.
  CURSOR_IS_NOW(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new OtherCursors(of, (known, next) -> Math.max(next, known.time()))))),
  /// Snapshots tell less of a schedule than was decided: after a take-over a slot is created twice.
  SLOT_CREATED_TWICE(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new OtherCursors(of, (known, next) -> known.time() - 60_000)))),
  /// Snapshots tell how far a schedule is decided by the clocks of its zone: in the hour that comes twice nobody knows which of them it was.
  FOLD_FORGOTTEN(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new OtherCursors(of, (known, next) -> withoutFold(known))))),
  /// Snapshots tell that more slots were checked for lateness than were: after a take-over nobody finds those that are late.
  DEADLINE_FORGOTTEN(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new OtherChunks(of, chunk -> chunk.run() == 0 && chunk.dag() != 0 && chunk.chunk() == 0
          ? WrongSnapshots.withoutLateness(chunk.bytes())
          : chunk.bytes())))),
  /// Snapshots do not tell of maintenance windows.
  MAINTENANCE_FORGOTTEN(stores(store -> new WrongStore(store, (right, journal) -> journal,
      (right, of) -> new OtherChunks(of, chunk -> chunk.dag() == 0
          ? WrongSnapshots.withoutMaintenance(chunk.bytes())
          : chunk.bytes())))),
  /// Messages between DAGs are told, and stand in no inbox.
  MESSAGE_IS_ONLY_TOLD(stores(store -> new WrongStore(store, (right, journal) -> new NoInbox(journal),
      (right, of) -> of))),
  /// A report of an old attempt is taken for one of the current attempt.
  STALE_REPORT_APPLIED(
      new SystemUnderTest(SchedulerNode::new, store -> store, StaleReports::current,
          SystemUnderTest.REAL.commands(), AgentBehavior.GOOD)),
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

  private static long withoutFold(ScheduleCursor known) {
    return known.zone().isEmpty() || known.time() == Long.MIN_VALUE
        ? known.time()
        : Instant.ofEpochMilli(known.time())
            .atZone(ZoneId.of(known.zone()))
            .withEarlierOffsetAtOverlap()
            .toInstant()
            .toEpochMilli();
  }

  private static SystemUnderTest nodes(SystemUnderTest.Nodes nodes) {
    return new SystemUnderTest(nodes, store -> store, SystemUnderTest.REAL.reports(),
        SystemUnderTest.REAL.commands(), AgentBehavior.GOOD);
  }

  private static SystemUnderTest behavior(AgentBehavior agentBehavior) {
    return new SystemUnderTest(SystemUnderTest.REAL.nodes(), SystemUnderTest.REAL.stores(),
        SystemUnderTest.REAL.reports(), SystemUnderTest.REAL.commands(), agentBehavior);
  }

  private static SystemUnderTest stores(UnaryOperator<Store> stores) {
    return new SystemUnderTest(SchedulerNode::new, stores, SystemUnderTest.REAL.reports(),
        SystemUnderTest.REAL.commands(), AgentBehavior.GOOD);
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
              entry.facts(), entry.values(), entry.sent(), entry.taken(), entry.audit())))[0];
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

    @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
      return right.inbox(partition, after, limit);
    }

    @Override public List<JournalEntry> entries(int partition, long after, int limit) {
      return right.entries(partition, after, limit);
    }
  }

  /// Writes no message beside its fact.
  private record NoInbox(Journal right) implements Journal {
    @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
      return right.append(entries.stream()
          .map(entry -> new JournalEntry(entry.partition(), entry.epoch(), entry.sequence(), entry.facts(),
              entry.values(), List.of(), entry.taken(), entry.audit()))
          .toList());
    }

    @Override public Head head(int partition) {
      return right.head(partition);
    }

    @Override public JournalEntry entry(int partition, long sequence) {
      return right.entry(partition, sequence);
    }

    @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
      return right.inbox(partition, after, limit);
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

    @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
      return right.inbox(partition, after, limit);
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
          batch.failures(), batch.slots(), batch.schedules(), batch.backfills(), batch.backfillSlots(),
          batch.lateSlots()));
    }

    @Override public void rehearse(Batch batch) {
      right.rehearse(batch);
    }
  }

  /// Does not write of which entry the snapshots of a DAG are.
  private record NoHeldMarks(Projections right) implements Projections {
    @Override public boolean[] write(Batch batch) {
      return right.write(new Batch(batch.moves(),
          batch.chunks().stream().filter(c -> c.run() != 0 || c.dag() == 0 || c.chunk() != SnapshotChunk.HELD).toList(),
          batch.ended(), batch.finals(), batch.runs(), batch.tasks(), batch.failures(), batch.slots(),
          batch.schedules(), batch.backfills(), batch.backfillSlots(), batch.lateSlots()));
    }

    @Override public void rehearse(Batch batch) {
      right.rehearse(batch);
    }
  }

  /// Makes another cursor of a schedule.
  private interface Cursor {
    /// @param next time of the first slot that is not decided
    long of(ScheduleCursor known, long next);
  }

  /// Writes other cursors of schedules.
  private record OtherCursors(Projections right, Cursor cursor) implements Projections {
    @Override public boolean[] write(Batch batch) {
      List<RunChunk> chunks = batch.chunks()
          .stream()
          .map(c -> c.run() == 0 && c.dag() != 0 && c.chunk() == 0
              ? new RunChunk(c.partition(), c.dag(), c.run(), c.chunk(), WrongSnapshots.withCursors(c.bytes(),
                  known -> cursor.of(known, next(batch, c.dag(), known))))
              : c)
          .toList();
      return right.write(new Batch(batch.moves(), chunks, batch.ended(), batch.finals(), batch.runs(), batch.tasks(),
          batch.failures(), batch.slots(), batch.schedules(), batch.backfills(), batch.backfillSlots()));
    }

    @Override public void rehearse(Batch batch) {
      right.rehearse(batch);
    }

    private static long next(Batch batch, int dag, ScheduleCursor known) {
      return batch.schedules()
          .stream()
          .filter(row -> row.dag() == dag && row.name().equals(known.schedule()))
          .mapToLong(ScheduleRow::nextAt)
          .findFirst()
          .orElse(known.time());
    }
  }

  /// Writes other bytes of snapshots.
  private record OtherChunks(Projections right, Function<RunChunk, byte[]> bytes) implements Projections {
    @Override public boolean[] write(Batch batch) {
      List<RunChunk> chunks = batch.chunks()
          .stream()
          .map(c -> new RunChunk(c.partition(), c.dag(), c.run(), c.chunk(), bytes.apply(c)))
          .toList();
      return right.write(new Batch(batch.moves(), chunks, batch.ended(), batch.finals(), batch.runs(), batch.tasks(),
          batch.failures(), batch.slots(), batch.schedules(), batch.backfills(), batch.backfillSlots(),
          batch.lateSlots()));
    }

    @Override public void rehearse(Batch batch) {
      right.rehearse(batch);
    }
  }

  /// Does not write the answers to commands.
  private record NoAnswers(Projections right) implements Projections {
    @Override public boolean[] write(Batch batch) {
      return right.write(new Batch(batch.moves(),
          batch.chunks().stream().filter(c -> c.run() != 0 || !SnapshotChunk.holdsAnswers(c.chunk())).toList(),
          batch.ended(), batch.finals(), batch.runs(), batch.tasks(), batch.failures(), batch.slots(),
          batch.schedules(), batch.backfills(), batch.backfillSlots(), batch.lateSlots()));
    }

    @Override public void rehearse(Batch batch) {
      right.rehearse(batch);
    }
  }

  /// Takes each command for a new one.
  private static final class Forgetful implements Commands {
    private final Commands right;
    private int sent;

    Forgetful(Commands right) {
      this.right = right;
    }

    @Override public CompletableFuture<Reply> submit(Catalog.Dag dag, CommandId id, Command command,
        RequestOrigin by) {
      return right.submit(dag, new CommandId(id + ":" + ++sent), command, by);
    }

    @Override public CompletableFuture<@Nullable Void> whenProjected(Catalog.Dag dag) {
      return right.whenProjected(dag);
    }

    @Override public @Nullable String outage() {
      return right.outage();
    }
  }

  /// Knows nothing of the slots that had a run.
  private record NoHistory(Store right, Journal journal, Projections projections) implements ForwardingStore {
    @Override public Queries queries() {
      Queries known = right.queries();
      return (Queries) Proxy.newProxyInstance(Queries.class.getClassLoader(), new Class<?>[]{Queries.class},
          (_, method, arguments) -> {
            try {
              return method.getName().equals("slotsBetween") ? List.of() : method.invoke(known, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
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
