package io.tidemill.runtime;

import io.tidemill.engine.Engine;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.DagInput;
import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.input.RunInput;
import io.tidemill.engine.input.TaskReport;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final Queue<Submission> inbox = new ConcurrentLinkedQueue<>();
  private final Object lock = new Object();
  private final CommitQueue commits;
  private final ProjectionHandover tables;
  private final ValueIds valueIds;
  private final SlotAdmission place;
  private final DeferredAgentLosses gone = new DeferredAgentLosses();
  private @Nullable PartitionState state;
  private long epoch;
  private long reopened;
  private @Nullable PartitionFailure broken;
  private long reacquireAt;

  Partition(int number, SchedulerNode node) {
    this.number = number;
    this.node = node;
    commits = new CommitQueue(this);
    tables = new ProjectionHandover(number, commits, node.agents());
    valueIds = new ValueIds(number);
    place = new SlotAdmission(this, node);
  }

  int number() {
    return number;
  }

  /// A number no value of the database has.
  long newValueId() {
    return valueIds.next();
  }

  void put(Submission submission) {
    inbox.add(submission);
  }

  /// Decides up to some inputs.
  ///
  /// @return whether there is more to decide at once
  boolean step(long now, long entropy, int most) {
    synchronized (lock) {
      int decided = 0;
      long seed = entropy;
      PartitionState owned = state;
      if (owned != null && !owned.timers().isEmpty() && owned.timers().first().at() <= now) {
        decide(owned, TIMERS, now, seed++);
      }
      for (Submission next = inbox.peek(); next != null && decided < most; next = inbox.peek()) {
        inbox.remove();
        decided++;
        if (state == null) {
          next.completion().dropped("This scheduler does not own partition " + number);
        } else if (node.quarantine().holds(next.input())) {
          keepOut(next);
        } else if (node.plans().refuses(next.input())) {
          next.completion().dropped("The version it names is being purged, and another one is active");
        } else if (!next.precondition().holds(epoch, reopened) || !valueIds.areOf(epoch, next.values())) {
          next.completion().dropped("What it was prepared with no longer holds in partition " + number);
        } else {
          decide(state, next, now, seed);
          seed += 0x632BE59BD9B4E019L;
        }
      }
      return !inbox.isEmpty();
    }
  }

  /// Whoever asks is told at once; agents say again later what is not taken now.
  private void keepOut(Submission submission) {
    QuarantineEntry trouble = node.quarantine().of(submission.input().dag());
    String message = "Expected a DAG that is not quarantined, but this one is: "
        + (trouble == null ? "it was until just now" : trouble.reason())
        + ". Until it is resumed none of its runs can be started, cancelled or run again, and nothing of them is lost: start a"
        + " program that mends the failure, then resume the DAG";
    switch (submission.input()) {
      case DagInput _,RunInput _ -> submission.completion().durable(new Refused(Refused.Code.QUARANTINED, message));
      case TaskReport _,PartitionInput _ -> submission.completion().dropped(message);
    }
  }

  private void decide(PartitionState owned, Submission submission, long now, long entropy) {
    long freed = node.waiting().timesFreed();
    Turn turn = new Turn(owned, now, place, entropy);
    turn.about(submission.input().dag());
    try {
      Engine.decide(submission.input(), turn);
    } catch (RuntimeException e) {
      LOG.error("Partition {} is reacquired: deciding {} failed at DAG number {}", number, submission.input(),
          turn.about(), e);
      abandon(turn.effects());
      submission.completion().dropped("Deciding it failed: " + e);
      broken = new PartitionFailure(turn.about(), now, e.toString(), false);
      drop();
      return;
    } catch (Error e) {
      // The process ends; its successor shall not end at the same place for ever.
      node.quarantine().failed(turn.about(), now, e.toString());
      throw e;
    }
    if (submission.input() instanceof AgentsGone agents) {
      gone.note(owned, agents);
    }
    for (String incident : turn.incidents()) {
      LOG.info("Partition {}: {}", number, incident);
    }
    tables.note(owned, turn);
    for (Fact fact : turn.facts()) {
      reopened += fact instanceof RunReopened ? 1 : 0;
    }
    if (commits.add(submission, turn)) {
      node.dirty(this);
    }
    place.after(turn, freed);
  }

  /// Asks or tells what it decided, or what it hands to the tables, while nothing else does.
  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    synchronized (lock) {
      return work.get();
    }
  }

  /// Notes that there is something to commit; true if that is news to the writer.
  boolean markDirty() {
    return commits.markDirty();
  }

  void clearDirty() {
    commits.clearDirty();
  }

  /// When the next timer is due, in milliseconds since 1970, `Long.MAX_VALUE` for none.
  long nextDue() {
    synchronized (lock) {
      if (state == null) {
        return broken == null ? Long.MAX_VALUE : reacquireAt;
      }
      return state.timers().isEmpty() ? Long.MAX_VALUE : state.timers().first().at();
    }
  }

  /// About how many inputs wait, counted up to a few.
  int inputs() {
    int inputs = 0;
    for (Iterator<Submission> i = inbox.iterator(); i.hasNext() && inputs < 100; i.next()) {
      inputs++;
    }
    return inputs;
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
    synchronized (lock) {
      commits.committed(entry);
    }
  }

  /// Notes that another node owns the partition: everything believed about it is forgotten.
  void fenced(long ofEpoch) {
    synchronized (lock) {
      if (ofEpoch == epoch && state != null) {
        LOG.warn("Partition {} has another owner; epoch {} is over", number, epoch);
        drop();
      }
    }
  }

  /// What an input that is prepared with the tables may assume.
  Precondition precondition() {
    synchronized (lock) {
      return new Precondition(state == null ? -1 : epoch, reopened);
    }
  }

  /// Owns the partition no longer.
  void forget() {
    synchronized (lock) {
      drop();
    }
  }

  private void drop() {
    state = null;
    place.leave();
    for (PendingCommit pending : commits.drop()) {
      abandon(pending.effects);
      pending.answers.forEach(answer -> answer.to().dropped("This scheduler lost partition " + number));
    }
    if (tables.drop()) {
      node.wakeProjector();
    }
  }

  /// Why the partition must be reacquired, null if it need not, or not yet. Asking clears it.
  @Nullable PartitionFailure broken(long now) {
    synchronized (lock) {
      if (broken == null || now < reacquireAt) {
        return null;
      }
      PartitionFailure was = broken;
      broken = null;
      reacquireAt = 0;
      return was;
    }
  }

  /// Notes that the partition could not be reacquired, since the store did not answer.
  ///
  /// @param why what made that necessary; it is noted in the store already
  /// @param at when it is tried again
  void reacquireLater(PartitionFailure why, long at) {
    synchronized (lock) {
      broken = why.asNoted();
      reacquireAt = at;
    }
  }

  /// Lets go of the partition, so that it is reacquired with what is known by then.
  void reacquire() {
    synchronized (lock) {
      if (state != null) {
        broken = PartitionFailure.NONE;
        reacquireAt = 0;
        drop();
      }
    }
  }

  /// Begins to own the partition with a recovered state.
  ///
  /// @param recovery with the state, the last entry, which is durable, and the last one that the tables hold
  void own(Recovery recovery, long newEpoch) {
    synchronized (lock) {
      drop();
      broken = null;
      reacquireAt = 0;
      PartitionState recovered = recovery.state();
      state = recovered;
      epoch = newEpoch;
      commits.begin(newEpoch, recovery.last());
      tables.begin(recovery, newEpoch);
      valueIds.begin(newEpoch);
      for (int dag : List.copyOf(recovered.dags().keySet())) {
        if (node.quarantine().of(dag) != null) {
          recovered.suspend(dag);
        }
      }
      gone.declare().forEach(agents -> inbox.add(Submission.of(agents)));
    }
  }

  boolean owned() {
    synchronized (lock) {
      return state != null;
    }
  }

  /// How many runs changed since the last snapshot.
  int changedRuns() {
    synchronized (lock) {
      return state == null ? 0 : state.dirtyRuns().size();
    }
  }

  /// Whether a run that changed since the last snapshot has not ended.
  boolean hasChangedRunUnderWay() {
    synchronized (lock) {
      return state != null && state.dirtyRuns().stream().anyMatch(run -> run.outcome() == null);
    }
  }

  /// Takes a snapshot of what changed since the last one, behind the facts decided so far; null if nothing changed or one is
  /// under way.
  @Nullable ProjectionDelta capture() {
    synchronized (lock) {
      return state == null ? null : tables.capture(state);
    }
  }

  /// Whether what a capture is of is durable; true too if the partition was lost since, so that nobody waits for it.
  boolean settled(ProjectionDelta capture) {
    return locked(() -> tables.settled(capture));
  }

  /// Whether a capture is still of this owner.
  boolean current(ProjectionDelta capture) {
    return locked(() -> tables.current(capture));
  }

  /// Notes that the tables hold what was captured.
  void projected(ProjectionDelta capture) {
    synchronized (lock) {
      tables.written(capture);
    }
  }

  /// Number of the last entry that the tables hold.
  long projected() {
    return locked(tables::projected);
  }

  /// Runs something once the tables hold all that was decided so far.
  void whenProjected(Runnable done) {
    synchronized (lock) {
      if (state == null) {
        done.run();
      } else {
        tables.whenProjected(done);
      }
    }
  }

  /// Runs something with the state while nothing else does.
  <T> @Nullable T inspect(Function<PartitionState, T> question) {
    synchronized (lock) {
      return state == null ? null : question.apply(state);
    }
  }

  /// Gives back the slots of effects that will not be done.
  void abandon(List<Effect> effects) {
    effects.forEach(node.agents()::abandon);
  }
}
