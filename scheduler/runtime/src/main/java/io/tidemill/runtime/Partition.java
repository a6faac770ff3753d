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
import io.tidemill.runtime.port.Quarantines.Trouble;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One partition as this node sees it: an inbox, the state if the node owns it, and what was decided but is not committed.
///
/// Inputs may come from any thread. Everything else happens under the partition's lock, which is never held over a call to
/// the database or to an agent.
final class Partition {
  private static final Logger LOG = LoggerFactory.getLogger(Partition.class);
  private static final Envelope TIMERS = new Envelope(new TimersDue(), List.of(), Completion.NONE);

  private final int number;
  private final SchedulerNode node;
  private final Queue<Envelope> inbox = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Pending> pendings = new ArrayDeque<>();
  private final ProjectionWaits waits = new ProjectionWaits();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private final ValueIds valueIds;
  private final PlaceInLine place;
  private final GoneMeanwhile gone = new GoneMeanwhile();
  private @Nullable PartitionState state;
  private CapturedFailures failures = new CapturedFailures();
  /// What the next snapshot says of DAGs whose snapshots are older, by DAG.
  private Map<Integer, byte[]> marks = Map.of();
  private long epoch;
  private long reopened;
  private long taken;
  private long durable;
  private long projected;
  private boolean capturing;
  private @Nullable Breakdown broken;
  private long retakeAt;

  Partition(int number, SchedulerNode node) {
    this.number = number;
    this.node = node;
    valueIds = new ValueIds(number);
    place = new PlaceInLine(this, node);
  }

  int number() {
    return number;
  }

  /// A number no value of the database has.
  long newValueId() {
    return valueIds.next();
  }

  void put(Envelope envelope) {
    inbox.add(envelope);
  }

  /// Decides up to some inputs.
  ///
  /// @return whether there is more to decide at once
  boolean step(long now, long entropy, int most) {
    lock.lock();
    try {
      int decided = 0;
      long seed = entropy;
      PartitionState owned = state;
      if (owned != null && !owned.timers().isEmpty() && owned.timers().first().at() <= now) {
        decide(owned, TIMERS, now, seed++);
      }
      for (Envelope next = inbox.peek(); next != null && decided < most; next = inbox.peek()) {
        inbox.remove();
        decided++;
        if (state == null) {
          refuse(next);
        } else if (node.quarantine().holds(next.input())) {
          keepOut(next);
        } else if (node.plans().refuses(next.input())) {
          next.completion().dropped("The version it names is being purged, and another one is active");
        } else if (!next.premise().holds(epoch, reopened) || !valueIds.areOf(epoch, next.values())) {
          next.completion().dropped("What it was prepared with no longer holds in partition " + number);
        } else {
          decide(state, next, now, seed);
          seed += 0x632BE59BD9B4E019L;
        }
      }
      return !inbox.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void refuse(Envelope envelope) {
    envelope.completion().dropped("This scheduler does not own partition " + number);
  }

  /// Whoever asks is told at once; agents say again later what is not taken now.
  private void keepOut(Envelope envelope) {
    Trouble trouble = node.quarantine().of(envelope.input().dag());
    String message = "Expected a DAG that is not quarantined, but this one is: "
        + (trouble == null ? "it was until just now" : trouble.reason())
        + ". Until it is resumed none of its runs can be started, cancelled or run again, and nothing of them is lost: start a"
        + " program that mends the failure, then resume the DAG";
    switch (envelope.input()) {
      case DagInput _,RunInput _ ->
        envelope.completion().durable(new Refused(Refused.Code.QUARANTINED, message));
      case TaskReport _,PartitionInput _ -> envelope.completion().dropped(message);
    }
  }

  private void decide(PartitionState owned, Envelope envelope, long now, long entropy) {
    long freed = node.waiting().timesFreed();
    Turn turn = new Turn(owned, now, place, entropy);
    turn.about(envelope.input().dag());
    try {
      Engine.decide(envelope.input(), turn);
    } catch (RuntimeException e) {
      LOG.error("Partition {} is taken anew: deciding {} failed at DAG number {}", number, envelope.input(),
          turn.about(), e);
      turn.effects().forEach(node.agents()::abandon);
      envelope.completion().dropped("Deciding it failed: " + e);
      broken = new Breakdown(turn.about(), now, e.toString(), false);
      drop();
      return;
    } catch (Error e) {
      // The process ends; its successor shall not end at the same place for ever.
      node.quarantine().failed(turn.about(), now, e.toString());
      throw e;
    }
    if (envelope.input() instanceof AgentsGone agents) {
      gone.note(owned, agents);
    }
    for (String incident : turn.incidents()) {
      LOG.info("Partition {}: {}", number, incident);
    }
    for (Fact fact : turn.facts()) {
      failures.add(owned, fact, turn.now());
      reopened += fact instanceof RunReopened ? 1 : 0;
    }
    if (!turn.facts().isEmpty() || !turn.effects().isEmpty() || envelope.completion() != Completion.NONE) {
      Pending open = pendings.peekLast();
      if (open == null || open.sealed) {
        open = new Pending(this, epoch);
        pendings.add(open);
      }
      open.add(envelope, turn);
      node.dirty(this);
    }
    place.after(turn, freed);
  }

  /// Notes that there is something to commit; true if that is news to the writer.
  boolean markDirty() {
    return dirty.compareAndSet(false, true);
  }

  void clearDirty() {
    dirty.set(false);
  }

  /// When the next timer is due, in milliseconds since 1970, `Long.MAX_VALUE` for none.
  long nextDue() {
    lock.lock();
    try {
      if (state == null) {
        return broken == null ? Long.MAX_VALUE : retakeAt;
      }
      return state.timers().isEmpty() ? Long.MAX_VALUE : state.timers().first().at();
    } finally {
      lock.unlock();
    }
  }

  /// About how many inputs wait, counted up to a few.
  int inputs() {
    int inputs = 0;
    for (Iterator<Envelope> i = inbox.iterator(); i.hasNext() && inputs < 100; i.next()) {
      inputs++;
    }
    return inputs;
  }

  /// Hands out what is to be committed next, numbered; null if there is nothing.
  @Nullable Pending take() {
    lock.lock();
    try {
      Pending next = pendings.poll();
      if (next == null || next.isEmpty()) {
        return null;
      }
      if (!next.facts.isEmpty()) {
        taken++;
        next.entry = new JournalEntry(number, epoch, taken, next.facts.finish(), next.values);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Whether anything is still to be taken.
  boolean hasPending() {
    lock.lock();
    try {
      return !pendings.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Whether everything decided is durable.
  boolean settled() {
    lock.lock();
    try {
      return pendings.isEmpty() && taken == durable;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that an entry is durable.
  void committed(JournalEntry entry) {
    lock.lock();
    try {
      if (entry.epoch() == epoch) {
        durable = entry.sequence();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Notes that another node owns the partition: everything believed about it is forgotten.
  void fenced(long ofEpoch) {
    lock.lock();
    try {
      if (ofEpoch == epoch && state != null) {
        LOG.warn("Partition {} has another owner; epoch {} is over", number, epoch);
        drop();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What an input that is prepared with the tables may assume.
  Premise premise() {
    lock.lock();
    try {
      return new Premise(state == null ? -1 : epoch, reopened);
    } finally {
      lock.unlock();
    }
  }

  /// Owns the partition no longer.
  void forget() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    state = null;
    place.leave();
    failures = new CapturedFailures();
    for (Pending pending : pendings) {
      pending.effects.forEach(node.agents()::abandon);
      pending.answers.forEach(answer -> answer.to().dropped("This scheduler lost partition " + number));
    }
    pendings.clear();
    waits.end();
    if (capturing) {
      capturing = false;
      node.wakeProjector();
    }
  }

  /// Why the partition must be taken anew, null if it need not, or not yet. Asking clears it.
  @Nullable Breakdown broken(long now) {
    lock.lock();
    try {
      if (broken == null || now < retakeAt) {
        return null;
      }
      Breakdown was = broken;
      broken = null;
      retakeAt = 0;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the partition could not be taken anew, since the store did not answer.
  ///
  /// @param why what made that necessary; it is noted in the store already
  /// @param at when it is tried again
  void retakeLater(Breakdown why, long at) {
    lock.lock();
    try {
      broken = new Breakdown(why.dag(), why.at(), why.reason(), true);
      retakeAt = at;
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of the partition, so that it is taken anew with what is known by then.
  void retake() {
    lock.lock();
    try {
      if (state != null) {
        broken = Breakdown.NONE;
        retakeAt = 0;
        drop();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Begins to own the partition with a recovered state.
  ///
  /// @param recovery with the state, the last entry, which is durable, and the last one that the tables hold
  void own(Recovery recovery, long newEpoch) {
    lock.lock();
    try {
      drop();
      broken = null;
      retakeAt = 0;
      PartitionState recovered = recovery.state();
      state = recovered;
      failures = recovery.failures();
      marks = recovery.marks();
      epoch = newEpoch;
      taken = recovery.last();
      durable = recovery.last();
      projected = recovery.tables();
      valueIds.begin(newEpoch);
      for (int dag : List.copyOf(recovered.dags().keySet())) {
        if (node.quarantine().of(dag) != null) {
          recovered.suspend(dag);
        }
      }
      gone.declare().forEach(agents -> inbox.add(new Envelope(agents, List.of(), Completion.NONE)));
    } finally {
      lock.unlock();
    }
  }

  boolean owned() {
    lock.lock();
    try {
      return state != null;
    } finally {
      lock.unlock();
    }
  }

  /// How many runs changed since the last snapshot.
  int changedRuns() {
    lock.lock();
    try {
      return state == null ? 0 : state.dirtyRuns().size();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a run that changed since the last snapshot has not ended.
  boolean hasChangedRunUnderWay() {
    lock.lock();
    try {
      return state != null && state.dirtyRuns().stream().anyMatch(run -> run.outcome() == null);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a snapshot of what changed since the last one, behind the facts decided so far; null if nothing changed or one is
  /// under way.
  @Nullable Capture capture() {
    lock.lock();
    try {
      PartitionState owned = state;
      if (owned == null || capturing) {
        return null;
      }
      Pending open = pendings.peekLast();
      boolean openFacts = open != null && !open.facts.isEmpty();
      long to = taken + pendings.stream().filter(p -> !p.facts.isEmpty()).count();
      if (to == projected && owned.dirtyRuns().isEmpty()) {
        waits.reached(projected);
        return null;
      }
      if (openFacts) {
        open.sealed = true;
      }
      Capture capture = Capture.of(number, epoch, projected, to, owned, failures, marks, node.agents());
      failures = new CapturedFailures();
      marks = Map.of();
      capturing = true;
      return capture;
    } finally {
      lock.unlock();
    }
  }

  /// Whether what a capture is of is durable; true too if the partition was lost since, so that nobody waits for it.
  boolean settled(Capture capture) {
    lock.lock();
    try {
      return capture.epoch() != epoch || state == null || durable >= capture.to();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a capture is still of this owner.
  boolean current(Capture capture) {
    lock.lock();
    try {
      return capture.epoch() == epoch && state != null;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the tables hold what was captured.
  void projected(Capture capture) {
    lock.lock();
    try {
      if (capture.epoch() == epoch) {
        projected = capture.to();
        capturing = false;
        waits.reached(projected);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Runs something once the tables hold all that was decided so far.
  void whenProjected(Runnable done) {
    lock.lock();
    try {
      long now = taken + pendings.stream().filter(p -> !p.facts.isEmpty()).count();
      if (state == null || projected >= now) {
        done.run();
      } else {
        waits.add(now, done);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What was decided, committed and written, for those who watch.
  Progress progress() {
    lock.lock();
    try {
      return new Progress(epoch, taken, durable, projected, state != null);
    } finally {
      lock.unlock();
    }
  }

  /// Runs something with the state while nothing else does.
  <T> @Nullable T inspect(Function<PartitionState, T> question) {
    lock.lock();
    try {
      return state == null ? null : question.apply(state);
    } finally {
      lock.unlock();
    }
  }

  /// Gives back the slots of effects that will not be done.
  void abandon(List<Effect> effects) {
    effects.forEach(node.agents()::abandon);
  }

  /// Why a partition must be taken anew.
  ///
  /// @param dag number of the DAG that is to blame, 0 for none
  /// @param noted whether the DAG was blamed already, and only taking the partition failed
  record Breakdown(int dag, long at, String reason, boolean noted) {
    static final Breakdown NONE = new Breakdown(0, 0, "", false);
  }

  /// Numbers of entries.
  record Progress(long epoch, long taken, long durable, long projected, boolean owned) {}
}
