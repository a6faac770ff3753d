package io.tidemill.gateway;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.plan.Requirement;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents of this scheduler: those that are connected, and those that may come back. Safe for use by several threads.
public final class Gateway implements AgentPort {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  /// From here on an agent's clock is worth a warning, in milliseconds.
  private static final long CLOCK_WARNING = 60_000;

  private final DagDirectory dags;
  private final LongSupplier clock;
  private final Map<Long, AgentSession> sessions = new ConcurrentHashMap<>();
  private final Names names = new Names();
  private final CopyOnWriteArrayList<AgentSession> inOrder = new CopyOnWriteArrayList<>();
  private final Queue<AgentSession> gathering = new ConcurrentLinkedQueue<>();
  private final Capacity capacity = this::take;
  private final List<ProgressListener> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder refused = new LongAdder();
  private @Nullable SchedulerNode node;
  private @Nullable Reconciliation reconciliation;
  private @Nullable Departures departures;

  public Gateway(DagDirectory dags) {
    this(dags, Gateway::monotonicMillis);
  }

  /// @param clock monotonic time of this machine, in milliseconds
  public Gateway(DagDirectory dags, LongSupplier clock) {
    this.dags = dags;
    this.clock = clock;
  }

  /// Monotonic time of this machine, in milliseconds.
  static long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /// Sets the node that reports go to. Called once, before any agent comes.
  public void serve(SchedulerNode scheduler) {
    node = scheduler;
    reconciliation = new Reconciliation(this, scheduler);
    departures = new Departures(scheduler);
  }

  /// A connection for an agent of this process.
  public AgentConnection connect() {
    return connect("", () -> LOG.warn("Two agents of this process say that they are the same"));
  }

  /// A connection for an agent.
  ///
  /// @param address where the agent is, for people; empty: in this process
  /// @param replaced what is done when another connection takes the place of this one
  public AgentConnection connect(String address, Runnable replaced) {
    return new AgentConnection(this, node(), address, replaced);
  }

  SchedulerNode node() {
    if (node == null) {
      throw new IllegalStateException("Expected the gateway to serve a scheduler before an agent connects");
    }
    return node;
  }

  /// Adds somebody who wants to know how far bodies are.
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
  public List<KnownAgent> agents() {
    long now = clock.getAsLong();
    return sessions.values().stream().map(session -> KnownAgent.of(session, now)).toList();
  }

  /// Ends the connections of an agent that may no longer connect.
  public void cut(String name) {
    for (AgentSession session : sessions.values()) {
      AgentConnection connection = session.connection();
      if (connection != null && session.name().equals(name)) {
        interrupted(session, connection);
        connection.replace();
      }
    }
  }

  /// How many reports were refused because an agent spoke of what another has.
  public long refusedReports() {
    return refused.sum();
  }

  Collection<AgentSession> sessions() {
    return sessions.values();
  }

  Reconciliation reconciliation() {
    return Objects.requireNonNull(reconciliation);
  }

  private Departures departures() {
    return Objects.requireNonNull(departures);
  }

  /// The partition of a DAG, -1 if there is no such DAG.
  int partition(int dag) {
    try {
      return dags.byNumber(dag).partition();
    } catch (IllegalStateException _) {
      return -1;
    }
  }

  /// The session an agent goes on with, or begins.
  ///
  /// @throws RefusedException if another process has the same name
  synchronized AgentSession opened(AgentConnection connection, AgentHello hello) {
    for (AgentSession other : sessions.values()) {
      AgentConnection theirs = other.connection();
      if (theirs != null && other.incarnation() != hello.incarnation() && other.name().equals(hello.name())) {
        if (hello.previous() != other.incarnation()) {
          throw new RefusedException("Expected one agent with the name '" + hello.name() + "', but another process at "
              + theirs.address() + " has it and is connected; give each agent a name of its own, or stop the other");
        }
        closed(other, theirs);
        theirs.replace();
      }
    }
    AgentSession session = sessions.computeIfAbsent(hello.incarnation(),
        _ -> new AgentSession(hello, departures(), clock));
    AgentConnection before = session.connection();
    session.connected(hello, connection);
    session.draining(false);
    session.heard(clock.getAsLong());
    names.note(hello.incarnation(), hello.name());
    if (hello.previous() != 0) {
      names.claim(hello.previous(), hello.name());
    }
    if (before != null) {
      before.replace();
    }
    inOrder.addIfAbsent(session);
    return session;
  }

  /// Notes that an agent is there.
  void heard(AgentSession session, long agentClock) {
    session.heard(clock.getAsLong());
    long offset = agentClock - System.currentTimeMillis();
    if (Math.abs(offset) > CLOCK_WARNING && Math.abs(session.clockOffset()) <= CLOCK_WARNING) {
      LOG.warn("The clock of agent '{}' is {} s {}; times in its logs are wrong by as much", session.name(),
          Math.abs(offset) / 1000, offset > 0 ? "ahead" : "behind");
    }
    session.clockOffset(offset);
  }

  /// Declares the processes of an agent gone for good that have work and are not connected: also what waits for its agent is lost
  /// and starts elsewhere. Whoever says so must be certain that they have ended.
  ///
  /// @return how many
  public int lost(String name) {
    Set<Long> processes = new Absentees(node(), names).of(name, this::isConnected);
    if (!processes.isEmpty()) {
      LOG.warn("Agent '{}' is declared gone; what it had is lost and starts again", name);
      gone(processes, true, Completion.NONE);
    }
    return processes.size();
  }

  private boolean isConnected(long incarnation) {
    AgentSession session = sessions.get(incarnation);
    return session != null && session.connection() != null;
  }

  /// Gives the agent nothing more.
  void draining(AgentSession session) {
    session.draining(true);
    inOrder.remove(session);
  }

  /// Gives the agent work again.
  synchronized void serving(AgentSession session) {
    session.draining(false);
    if (session.connection() != null) {
      inOrder.addIfAbsent(session);
    }
  }

  /// The agent is not reached any more. It may come back; until then it gets nothing.
  synchronized void interrupted(AgentSession session, AgentConnection connection) {
    closed(session, connection);
  }

  private void closed(AgentSession session, AgentConnection connection) {
    if (session.disconnected(connection)) {
      inOrder.remove(session);
      LOG.info("Agent '{}' is not connected any more", session.name());
    }
  }

  /// Agents that were last heard before an instant are gone.
  synchronized void silentGone(long before) {
    Set<Long> silent = new HashSet<>();
    for (AgentSession session : sessions.values()) {
      AgentConnection connection = session.connection();
      boolean here = connection != null && connection.isLocal();
      if (!here && session.heardAt() < before) {
        if (session.draining()) {
          LOG.info("Agent '{}' has ended", session.name());
        } else {
          LOG.warn("Agent '{}' was not heard for too long; what it had is lost and starts again", session.name());
        }
        silent.add(session.incarnation());
      }
    }
    if (!silent.isEmpty()) {
      gone(silent, false, Completion.NONE);
    }
  }

  /// Agents that this scheduler does not know are gone.
  ///
  /// @param proven whether their processes have certainly ended
  synchronized void othersGone(boolean proven) {
    departures().declareOthers(sessions::containsKey, proven);
  }

  /// Forgets agents, and says that they are gone.
  private synchronized void gone(Set<Long> incarnations, boolean proven, Completion told) {
    for (Long incarnation : incarnations) {
      AgentSession session = sessions.remove(incarnation);
      if (session != null) {
        inOrder.remove(session);
        AgentConnection connection = session.connection();
        if (connection != null) {
          session.disconnected(connection);
          connection.replace();
        }
      }
    }
    departures().declare(incarnations, proven, told);
  }

  /// Gives work again to agents whose rest is over.
  void endPauses() {
    boolean ended = false;
    for (AgentSession session : sessions.values()) {
      ended |= session.pause().end();
    }
    if (ended) {
      node().slotsFreed();
    }
  }

  /// An earlier process of an agent is gone.
  ///
  /// @param noted done once that is durable, or refused
  void leftBehind(AgentSession session, long earlier, Runnable noted) {
    if (earlier == session.incarnation() || !sameAgent(session, earlier)) {
      LOG.warn("Agent '{}' says that {} is gone, which is not an earlier process of it; refused", session.name(),
          Long.toHexString(earlier));
      noted.run();
      return;
    }
    gone(Set.of(earlier), true, new OnceDurable(node().partitions(), noted));
  }

  /// Whether a process is, or was, the same agent.
  boolean sameAgent(AgentSession session, long incarnation) {
    return incarnation == session.incarnation() || names.is(incarnation, session.name());
  }

  /// Counts a report of what another agent has.
  ///
  /// @return true
  boolean refused(AgentSession session, AttemptKey key) {
    refused.increment();
    LOG.warn("Agent '{}' reports {}, which another agent has; refused", session.name(), key);
    return true;
  }

  private Capacity.Grant take(int wanted, Capacity.Demand demand) {
    return Placement.take(inOrder, wanted, demand);
  }

  @Override public @Nullable String unserved(Requirement requirement) {
    return Placement.unserved(inOrder, requirement);
  }

  @Override public @Nullable String unable(Requirement requirement) {
    return inOrder.isEmpty() ? null : Placement.unable(inOrder, requirement);
  }

  @Override public Capacity capacity() {
    return capacity;
  }

  @Override public void perform(Effect effect, long epoch) {
    AgentSession session = sessions.get(effect.agent());
    if (session == null) {
      // It is gone; what it had is found lost, or sent again when it returns.
      return;
    }
    switch (effect) {
      case AssignTask assign -> {
        Assignment assignment = Assigning.task(assign, id(assign.ref().dag()), epoch);
        session.bindings().bind(assignment, 1, !assign.again());
        gather(session, assignment);
      }
      case AssignShards assign -> {
        Assignment assignment = Assigning.shards(assign, id(assign.ref().dag()), epoch);
        session.bindings().bind(assignment, shards(assign), !assign.again());
        gather(session, assignment);
      }
      case StopAttempt stop -> {
        // What is to be stopped may not have been sent yet.
        session.flush();
        AgentLink agent = session.link();
        if (agent != null) {
          agent.stop(new AttemptKey(stop.dag(), stop.run(), stop.task(), stop.attempt(), stop.nonce()),
              stop.timedOut() ? StopReason.TIMED_OUT : StopReason.CANCELLED);
        }
      }
    }
  }

  private void gather(AgentSession session, Assignment assignment) {
    if (session.gather(assignment)) {
      gathering.add(session);
    }
  }

  @Override public void flush() {
    for (AgentSession session = gathering.poll(); session != null; session = gathering.poll()) {
      session.flush();
    }
  }

  /// The name of a DAG, by its number.
  String id(int dag) {
    return dags.byNumber(dag).id();
  }

  private static int shards(AssignShards assign) {
    return assign.spans().stream().mapToInt(span -> span.end() - span.first()).sum();
  }

  @Override public void abandon(Effect effect) {
    AgentSession session = sessions.get(effect.agent());
    if (session != null) {
      int taken = switch (effect) {
        case AssignTask assign -> assign.again() ? 0 : 1;
        case AssignShards assign -> assign.again() ? 0 : shards(assign);
        case StopAttempt _ -> 0;
      };
      session.bindings().giveBack(taken);
      if (taken > 0) {
        node().slotsFreed();
      }
    }
  }

  @Override public void owned(int partition) {
    departures().owned(partition);
    for (AgentSession session : sessions.values()) {
      AgentConnection connection = session.connection();
      if (connection != null) {
        connection.owned(partition);
      }
    }
  }

  @Override public @Nullable String name(long incarnation) {
    return names.name(incarnation);
  }
}
