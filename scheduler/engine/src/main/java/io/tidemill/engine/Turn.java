package io.tidemill.engine;

import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.PartitionState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One input's way through a partition: what it may use, and what came of it.
///
/// A fact that is recorded is applied at once, so what is decided next sees it. If deciding throws half way, state and
/// journal no longer agree about the DAG: its facts are not appended and it must not be used until it was recovered.
public final class Turn {
  private final PartitionState state;
  private final long now;
  private final Capacity capacity;
  private final List<Fact> facts = new ArrayList<>(4);
  private final List<Effect> effects = new ArrayList<>(2);
  private @Nullable Reply reply;
  private Set<Requirement> blocked = Set.of();
  private Set<Requirement> yielded = Set.of();
  private List<String> incidents = List.of();
  private int about;
  private long entropy;

  /// @param clock the shell's time, in milliseconds since 1970; the turn's own is never before the last fact's
  /// @param entropy random bits, used once
  public Turn(PartitionState state, long clock, Capacity capacity, long entropy) {
    this.state = state;
    this.now = Math.max(clock, state.lastTime());
    this.capacity = capacity;
    this.entropy = entropy;
  }

  /// What is decided about.
  public PartitionState state() {
    return state;
  }

  /// Time of the turn and of all its facts, in milliseconds since 1970.
  public long now() {
    return now;
  }

  /// What agents can take.
  public Capacity capacity() {
    return capacity;
  }

  /// Says which DAG is decided about from now on, so that a failure is blamed on the right one.
  ///
  /// @param dag its number
  public void about(int dag) {
    about = dag;
  }

  /// The DAG that was decided about last, 0 for none yet.
  public int about() {
    return about;
  }

  /// Records a fact and applies it.
  public void record(Fact fact) {
    Applier.apply(state, fact, now);
    facts.add(fact);
  }

  /// Notes something to be done once the facts are durable.
  public void effect(Effect effect) {
    effects.add(effect);
  }

  /// Sets the answer.
  public void reply(Reply answer) {
    reply = answer;
  }

  /// Notes that something ready found no slot.
  public void blocked(Requirement requirement) {
    blocked = with(blocked, requirement);
  }

  /// Notes that something is ready but it is the turn of others that wait for the same slots.
  public void yielded(Requirement requirement) {
    yielded = with(yielded, requirement);
  }

  private static Set<Requirement> with(Set<Requirement> some, Requirement another) {
    Set<Requirement> more = some.isEmpty() ? new LinkedHashSet<>(2) : some;
    more.add(another);
    return more;
  }

  /// Notes something that should not have happened and was dealt with, for the log.
  public void incident(String what) {
    incidents = incidents.isEmpty() ? new ArrayList<>(2) : incidents;
    incidents.add(what);
  }

  /// Random bits, others each time (SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
  /// OOPSLA 2014).
  public long nonce() {
    entropy += 0x9E3779B97F4A7C15L;
    long z = entropy;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// A random number from 0 to below 1.
  public double chance() {
    return (nonce() >>> 11) * 0x1.0p-53;
  }

  /// What happened, in order.
  public List<Fact> facts() {
    return facts;
  }

  /// What is to be done once that is durable, in order.
  public List<Effect> effects() {
    return effects;
  }

  /// The answer, null where the input asks for none.
  public @Nullable Reply reply() {
    return reply;
  }

  /// What is required by that which is ready and found no slot.
  public Set<Requirement> blocked() {
    return blocked;
  }

  /// What is required by that which is ready and left the slots to others.
  public Set<Requirement> yielded() {
    return yielded;
  }

  /// What should not have happened and was dealt with.
  public List<String> incidents() {
    return incidents;
  }
}
