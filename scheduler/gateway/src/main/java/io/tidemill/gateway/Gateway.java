package io.tidemill.gateway;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.AssignmentRef;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents of one scheduler: the runtime's port to them, and the place where they connect. Safe for use by several threads.
public final class Gateway implements AgentPort {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final DagDirectory dags;
  private final AgentSessions sessions;
  private final AssignmentSender sender;
  private final Capacity capacity;
  private final List<ProgressListener> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder refused = new LongAdder();
  private @Nullable Reconciliation reconciliation;
  private @Nullable OwnerQueries owner;
  private SchedulerDirectory schedulers = SchedulerDirectory.ALONE;

  public Gateway(DagDirectory dags) {
    this(dags, Gateway::monotonicMillis);
  }

  /// @param clock monotonic time of this machine, in milliseconds
  public Gateway(DagDirectory dags, LongSupplier clock) {
    this.dags = dags;
    sessions = new AgentSessions(clock);
    sender = new AssignmentSender(sessions, this::id);
    capacity = (wanted, demand) -> Placement.take(sessions.serving(), wanted, demand);
  }

  /// Monotonic time of this machine, in milliseconds.
  static long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /// Sets the node that reports go to, the only one. Called once, before any agent connects.
  public void serve(SchedulerNode scheduler) {
    serve(scheduler, SchedulerDirectory.ALONE);
  }

  /// Sets the node that reports go to. Called once, before any agent connects.
  ///
  /// @param directory the schedulers that agents are told of
  public void serve(SchedulerNode scheduler, SchedulerDirectory directory) {
    schedulers = directory;
    owner = new LocalOwnerQueries(scheduler);
    sessions.serve(this, scheduler, owner);
    reconciliation = new Reconciliation(this, scheduler, owner);
  }

  /// A connection for an agent of this process.
  public AgentConnection connect() {
    return connect("", () -> LOG.warn("Two agents of this process have the same identity"));
  }

  /// A connection for an agent.
  ///
  /// @param address where the agent is, for people; empty: in this process
  /// @param replaced run when another connection takes the place of this one
  public AgentConnection connect(String address, Runnable replaced) {
    return new AgentConnection(this, node(), address, replaced);
  }

  /// The schedulers that agents are told of.
  public SchedulerDirectory schedulers() {
    return schedulers;
  }

  /// Whether the other schedulers learn which agents this one hears; true too where there are none.
  public boolean isNoting() {
    return sessions.isNoting();
  }

  /// Whether another scheduler owns a partition, or is about to: there are several, and this one does not.
  boolean isElsewhere(int partition) {
    return schedulers.several() && !node().owns(partition);
  }

  SchedulerNode node() {
    return sessions.node();
  }

  /// Who answers what an agent has.
  OwnerQueries owner() {
    return Objects.requireNonNull(owner);
  }

  /// Incarnation of the agent that has an attempt, 0 if it is with nobody, null where the owner does not answer.
  @Nullable Long agent(int partition, AttemptKey key) {
    AssignmentRef attempt = ref(key);
    Map<AssignmentRef, Long> agents = owner().agents(partition, List.of(attempt));
    return agents == null ? null : agents.getOrDefault(attempt, 0L);
  }

  /// An attempt as the scheduler names it.
  static AssignmentRef ref(AttemptKey key) {
    return new AssignmentRef(key.dag(), key.run(), key.task(), key.nonce());
  }

  AgentSessions sessions() {
    return sessions;
  }

  Reconciliation reconciliation() {
    return Objects.requireNonNull(reconciliation);
  }

  /// Adds a listener for the progress of bodies.
  public void listen(ProgressListener listener) {
    listeners.add(listener);
  }

  void progressed(AttemptKey key, int shard, long done, long total) {
    listeners.forEach(listener -> listener.progressed(key, shard, done, total));
  }

  void logged(AttemptKey key) {
    listeners.forEach(listener -> listener.logged(key));
  }

  /// All agents that are connected or may come back.
  public List<AgentInfo> agents() {
    return sessions.describe();
  }

  /// What the processes of an agent have, in no order.
  public List<HeldAssignment> assignments(String agent) {
    List<HeldAssignment> held = new ArrayList<>();
    for (AgentSession session : sessions.all()) {
      if (session.name().equals(agent)) {
        session.slotLedger()
            .forEach(bound -> held.add(new HeldAssignment(bound.key(), bound.attempts(), bound.started())));
      }
    }
    return held;
  }

  /// Ends the connections of an agent that may no longer connect.
  public void cut(String name) {
    sessions.cut(name);
  }

  /// Marks the disconnected processes of an agent that have work as lost for good: tasks that wait for their agent are lost too
  /// and start elsewhere. The caller must be certain that the processes have ended.
  ///
  /// @param first told how many before anything is done, if there are any
  /// @return how many
  public int lost(String name, IntConsumer first) {
    return sessions.declareLost(name, first);
  }

  /// Takes in reports about attempts of the process before this one, whose agent was in it.
  public void inherit(List<Report> reports) {
    for (Report report : reports) {
      int partition = partition(report.key().dag());
      if (partition >= 0) {
        List<ValueBlock> values = new ArrayList<>(0);
        node().submit(partition, ReportMapper.input(report, () -> node().newValueId(partition), values), values,
            Completion.NONE);
      }
    }
  }

  /// How many reports were refused because the attempt belongs to another agent.
  public long refusedReports() {
    return refused.sum();
  }

  /// Counts and logs a report about an attempt of another agent.
  void refuse(AgentSession session, AttemptKey key) {
    refused.increment();
    LOG.warn("Agent '{}' reports {}, which another agent has; refused", session.name(), key);
  }

  /// The partition of a DAG, -1 if there is no such DAG.
  int partition(int dag) {
    try {
      return dags.byNumber(dag).partition();
    } catch (IllegalStateException _) {
      return -1;
    }
  }

  /// The id of a DAG, by its number.
  String id(int dag) {
    return dags.byNumber(dag).id();
  }

  @Override public @Nullable String unserved(Requirement requirement) {
    return Placement.unserved(sessions.serving(), requirement);
  }

  @Override public @Nullable String unable(Requirement requirement) {
    return sessions.serving().isEmpty() ? null : Placement.unable(sessions.serving(), requirement);
  }

  @Override public Capacity capacity() {
    return capacity;
  }

  @Override public void perform(Effect effect, long epoch) {
    sender.perform(effect, epoch);
  }

  @Override public void flush() {
    sender.flush();
  }

  @Override public void abandon(Effect effect) {
    sender.abandon(effect);
  }

  @Override public void owned(int partition) {
    sessions.owned(partition);
  }

  @Override public @Nullable String name(long incarnation) {
    return sessions.name(incarnation);
  }
}
