package io.tidemill.runtime;

import io.tidemill.engine.Engine;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.DagInput;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.input.TaskReport;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.CompiledGraphCache.VersionKey;
import io.tidemill.runtime.codec.MessageCodec;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop of one partition: an inbox, and the state if this node owns it. What it decides goes to its [CommitQueue], what
/// changed to its [ProjectionHandover].
///
/// Inputs may come from any thread. Everything else happens under the partition's lock, which is never held over a call to
/// the database or to an agent.
final class Partition {
  private static final Logger LOG = LoggerFactory.getLogger(Partition.class);
  private static final Submission TIMERS = Submission.of(new TimersDue());

  private final int number;
  private final SchedulerNode node;
  private final PartitionInbox inbox = new PartitionInbox();
  private final PartitionTimers timers = new PartitionTimers();
  private final ReentrantLock lock = new ReentrantLock();
  private final CommitQueue commits;
  private final ProjectionHandover handover;
  private final ValueIds valueIds;
  private final SlotAdmission admission;
  private final DeferredAgentLosses gone = new DeferredAgentLosses();
  private final KeptSchedules kept;
  private final InboxReader unread = new InboxReader();
  private @Nullable PartitionState state;
  private long epoch;
  private long reopened;
  private @Nullable PartitionFailure broken;
  private long reacquireAt;
  /// Whether it decides nothing, because it is about to be released.
  private boolean paused;

  Partition(int number, SchedulerNode node) {
    this.number = number;
    this.node = node;
    commits = new CommitQueue(this);
    handover = new ProjectionHandover(number, commits, node.agents());
    valueIds = new ValueIds(number);
    admission = new SlotAdmission(this, node);
    kept = new KeptSchedules(number, node::slotTimers);
  }

  int number() {
    return number;
  }

  /// A number no value of the database has.
  long newValueId() {
    return valueIds.next();
  }

  void put(Submission submission) {
    inbox.put(submission);
  }

  /// Decides up to some inputs.
  ///
  /// @return whether there is more to decide at once
  boolean step(long now, long entropy, int most) {
    lock.lock();
    try {
      if (paused) {
        return false;
      }
      int decided = 0;
      long seed = entropy;
      PartitionState owned = state;
      if (owned != null && timers.due(owned, now)) {
        decide(owned, TIMERS, now, seed++);
      }
      for (Submission next; decided < most && (next = inbox.take()) != null; decided++) {
        if (state == null) {
          next.completion()
              .notOwned("Another scheduler owns partition " + number + " now, or will in a moment");
        } else if (node.quarantine().holds(next.input())) {
          keepOut(next);
        } else if (node.graphs().refuses(next.input())) {
          next.completion().notDone("The version it names is being purged, and another one is active");
        } else if (!next.precondition().holds(epoch, reopened) || !valueIds.areOf(epoch, next.values())) {
          next.completion().notDone("What it was prepared with no longer holds in partition " + number);
        } else {
          decide(state, next, now, seed);
          seed += 0x632BE59BD9B4E019L;
        }
      }
      return !inbox.isEmpty() || unread.due() <= now;
    } finally {
      lock.unlock();
    }
  }

  /// Whoever asks is told at once; agents say again later what is not taken now.
  private void keepOut(Submission submission) {
    QuarantineEntry entry = node.quarantine().of(submission.input().dag());
    String message = "Expected a DAG that is not quarantined, but this one is: "
        + (entry == null ? "it was until just now" : entry.reason())
        + ". Until it is resumed none of its runs can be started, cancelled or run again, and nothing of them is lost: start a"
        + " program that mends the failure, then resume the DAG";
    switch (submission.input()) {
      case DagInput _ -> submission.completion().durable(new Refused(Refused.Code.QUARANTINED, message));
      case TaskReport _,PartitionInput _ -> submission.completion().notDone(message);
    }
  }

  private void decide(PartitionState owned, Submission submission, long now, long entropy) {
    long freed = node.waiting().timesFreed();
    Turn turn = new Turn(owned, now, admission, entropy);
    turn.about(submission.input().dag());
    try {
      Engine.decide(submission.input(), turn);
    } catch (RuntimeException e) {
      LOG.error("Partition {} is reacquired: deciding {} failed at DAG number {}", number, submission.input(),
          turn.about(), e);
      abandon(turn.effects());
      submission.completion().notDone("Deciding it failed: " + e);
      broken = new PartitionFailure(turn.about(), now, e.toString(), false);
      drop();
      return;
    } catch (Error e) {
      // The process ends; its successor shall not end at the same place for ever.
      node.quarantine().failed(turn.about(), now, e.toString());
      throw e;
    }
    if (submission.input() instanceof MessageReceived message) {
      noteTaken(owned, message, now);
    }
    if (submission.input() instanceof AgentsGone agents) {
      gone.note(owned, agents);
    }
    for (String incident : turn.incidents()) {
      LOG.info("Partition {}: {}", number, incident);
    }
    handover.note(owned, turn);
    for (Fact fact : turn.facts()) {
      reopened += fact instanceof RunReopened ? 1 : 0;
      kept.note(fact, owned);
    }
    if (commits.add(submission, turn)) {
      node.dirty(this);
    }
    admission.after(turn, freed);
  }

  private void noteTaken(PartitionState owned, MessageReceived message, long now) {
    if (owned.taken(message.dag(), message.sender()) < message.n()) {
      unread.gap(now);
    } else {
      unread.taken();
    }
  }

  /// Messages may stand in the inbox that this node was not told.
  void checkInbox() {
    locked(() -> {
      if (state != null) {
        unread.check();
      }
    });
  }

  /// After which message the inbox is to be read now, null for nothing.
  @Nullable MessageId unreadAfter(long now) {
    return locked(() -> state == null ? null : unread.begin(now));
  }

  /// Takes in a page of the inbox.
  void readInbox(List<InboxMessage> page) {
    locked(() -> unread.read(page));
    page.forEach(each -> put(Submission.of(new MessageReceived(each.id().receiver(), each.id().sender(), each.id().n(),
        MessageCodec.message(each.bytes())))));
  }

  /// The inbox could not be read: it is tried again later.
  void readInboxLater(long at) {
    locked(() -> unread.later(at));
  }

  /// Whether any message waits to be decided about.
  boolean hasMessages() {
    return inbox.hasMessages();
  }

  /// Asks or tells what it decided, or what it hands to the tables, while nothing else does.
  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /// Notes that there is something to commit; true if that is news to the writer.
  boolean markDirty() {
    return commits.markDirty();
  }

  void clearDirty() {
    commits.clearDirty();
  }

  /// When messages must be looked at, in milliseconds since 1970, `Long.MAX_VALUE` where there are none.
  private long messagesDue() {
    return Math.min(unread.due(), hasMessages() ? timers.notBefore() : Long.MAX_VALUE);
  }

  /// When the next timer is due, in milliseconds since 1970, `Long.MAX_VALUE` for none.
  long nextDue() {
    lock.lock();
    try {
      if (state == null) {
        return broken == null ? Long.MAX_VALUE : reacquireAt;
      }
      if (paused) {
        return Long.MAX_VALUE;
      }
      return Math.min(messagesDue(), timers.next(state));
    } finally {
      lock.unlock();
    }
  }

  /// The same where somebody else keeps time for schedules: a slot that is due more than so many milliseconds from now may be
  /// looked at so much later.
  long nextLook(long now, long margin) {
    return locked(() -> state == null || paused ? nextDue() : Math.min(messagesDue(), timers.next(state, now, margin)));
  }

  /// Versions of which slots may get a run now.
  Set<VersionKey> versionsDue(long now) {
    lock.lock();
    try {
      if (state == null) {
        return Set.of();
      }
      PartitionState owned = state;
      Set<VersionKey> due = PartitionTimers.versionsDue(owned, now);
      inbox.messages()
          .map(MessageReceived::dag)
          .filter(dag -> owned.dags().containsKey(dag) && owned.dag(dag).version() != 0)
          .forEach(dag -> due.add(new VersionKey(dag, owned.dag(dag).version())));
      return due;
    } finally {
      lock.unlock();
    }
  }

  /// Looks at no timer before a time.
  void delayTimers(long until) {
    locked(() -> timers.delay(until));
  }

  /// About how many inputs wait, counted up to a few.
  int inputs() {
    return inbox.size();
  }

  /// Hands out what is to be committed next, numbered; null if there is nothing.
  @Nullable PendingCommit take() {
    return locked(commits::take);
  }

  /// Whether anything is still to be taken.
  boolean hasPending() {
    return !locked(commits::isEmpty);
  }

  /// Whether everything decided is durable.
  boolean settled() {
    return locked(commits::settled);
  }

  /// Number of the last entry that is durable.
  long durable() {
    return locked(commits::durable);
  }

  /// Notes that an entry is durable.
  void committed(JournalEntry entry) {
    locked(() -> commits.committed(entry));
  }

  /// Notes that another node owns the partition: everything believed about it is forgotten.
  void fenced(long ofEpoch) {
    locked(() -> {
      if (ofEpoch == epoch && state != null) {
        LOG.info("Partition {} has another owner; epoch {} is over", number, epoch);
        drop();
      }
    });
  }

  /// Notes which epoch the partition is in: where it is a later one than this node knows, another node owns it.
  void superseded(long laterEpoch) {
    locked(() -> {
      if (state != null && laterEpoch > epoch) {
        fenced(epoch);
      }
    });
  }

  /// Whether this node neither owns it nor is about to take it anew.
  boolean vacant() {
    return locked(() -> state == null && broken == null);
  }

  /// What an input that is prepared with the tables may assume.
  Precondition precondition() {
    return locked(() -> new Precondition(state == null ? -1 : epoch, reopened));
  }

  /// Decides nothing more until it is released.
  void pause() {
    locked(() -> paused = state != null);
  }

  /// Owns the partition no longer, if all that was decided is durable; else it goes on.
  ///
  /// @return the epoch in which it was owned, 0 where it goes on
  long release() {
    return locked(() -> {
      boolean ready = paused && state != null && commits.settled();
      paused = false;
      if (!ready) {
        return 0L;
      }
      long owned = epoch;
      drop();
      return owned;
    });
  }

  /// Owns the partition no longer.
  void forget() {
    locked(this::drop);
  }

  private void drop() {
    state = null;
    paused = false;
    kept.drop();
    unread.drop();
    admission.leave();
    for (PendingCommit pending : commits.drop()) {
      abandon(pending.effects);
      pending.answers.forEach(answer -> answer.to().dropped("This scheduler lost partition " + number));
    }
    if (handover.drop()) {
      node.wakeProjector();
    }
  }

  /// Why the partition must be reacquired, null if it need not, or not yet. Asking clears it.
  @Nullable PartitionFailure broken(long now) {
    lock.lock();
    try {
      if (broken == null || now < reacquireAt) {
        return null;
      }
      PartitionFailure was = broken;
      broken = null;
      reacquireAt = 0;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the partition could not be reacquired, since the store did not answer.
  ///
  /// @param why what made that necessary; it is noted in the store already
  /// @param at when it is tried again
  void reacquireLater(PartitionFailure why, long at) {
    locked(() -> {
      broken = why.asNoted();
      reacquireAt = at;
    });
  }

  /// Lets go of the partition, so that it is reacquired with what is known by then.
  void reacquire() {
    locked(() -> {
      if (state != null) {
        broken = PartitionFailure.NONE;
        reacquireAt = 0;
        drop();
      }
    });
  }

  /// Begins to own the partition with a recovered state.
  ///
  /// @param recovery with the state, the last entry, which is durable, and the last one that the tables hold
  void own(Recovery recovery, long newEpoch) {
    locked(() -> {
      drop();
      broken = null;
      reacquireAt = 0;
      PartitionState recovered = recovery.state();
      state = recovered;
      epoch = newEpoch;
      commits.begin(newEpoch, recovery.last());
      handover.begin(recovery, newEpoch);
      valueIds.begin(newEpoch);
      unread.acquired();
      for (int dag : List.copyOf(recovered.dags().keySet())) {
        if (node.quarantine().of(dag) != null) {
          recovered.suspend(dag);
        }
      }
      kept.begin(recovered);
      gone.declare().forEach(agents -> inbox.put(Submission.of(agents)));
    });
  }

  boolean owned() {
    return locked(() -> state != null);
  }

  /// How many runs changed since the last snapshot.
  int changedRuns() {
    return locked(() -> state == null ? 0 : state.dirtyRuns().size());
  }

  /// Whether a run that changed since the last snapshot has not ended.
  boolean hasChangedRunUnderWay() {
    return locked(() -> state != null && state.dirtyRuns().stream().anyMatch(run -> run.outcome() == null));
  }

  /// Takes a snapshot of what changed since the last one, behind the facts decided so far; null if nothing changed or one is
  /// under way.
  @Nullable ProjectionDelta capture() {
    return locked(() -> state == null ? null : handover.capture(state));
  }

  /// Whether what a capture is of is durable; true too if the partition was lost since, so that nobody waits for it.
  boolean settled(ProjectionDelta capture) {
    return locked(() -> handover.settled(capture));
  }

  /// Whether a capture is still of this owner.
  boolean current(ProjectionDelta capture) {
    return locked(() -> handover.current(capture));
  }

  /// Notes that the tables hold what was captured.
  void projected(ProjectionDelta capture) {
    locked(() -> handover.written(capture));
  }

  /// Number of the last entry that the tables hold.
  long projected() {
    return locked(handover::projected);
  }

  /// Runs something once the tables hold all that was decided so far.
  void whenProjected(Runnable done) {
    locked(() -> {
      if (state == null) {
        done.run();
      } else {
        handover.whenProjected(done);
      }
    });
  }

  /// Runs something with the state while nothing else does; null if this node does not own the partition.
  <T> @Nullable T inspect(Function<PartitionState, T> question) {
    return locked(() -> state == null ? null : question.apply(state));
  }

  /// The same; null also if the partition is busy for so long.
  <T> @Nullable T inspect(Function<PartitionState, T> question, Duration patience) {
    try {
      if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return null;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      return inspect(question);
    } finally {
      lock.unlock();
    }
  }

  /// Gives back the slots of effects that will not be done.
  void abandon(List<Effect> effects) {
    effects.forEach(node.agents()::abandon);
  }
}
