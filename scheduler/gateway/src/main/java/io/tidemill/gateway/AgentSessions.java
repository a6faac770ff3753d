package io.tidemill.gateway;

import io.tidemill.protocol.AgentHello;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of all agents this scheduler knows: who is connected, who may come back, who takes work, who is lost. Safe for
/// use by several threads.
final class AgentSessions {
  private static final Logger LOG = LoggerFactory.getLogger(AgentSessions.class);
  /// Offset of an agent's clock from which a warning is logged, in milliseconds.
  private static final long CLOCK_WARNING = 60_000;

  /// Longest wait for an agent that is asked whether it is still there.
  private static final long ORIGINAL_MILLIS = 2_000;

  private final LongSupplier clock;
  private final Map<Long, AgentSession> byIncarnation = new ConcurrentHashMap<>();
  /// Connected agents that take work, in the order they connected.
  private final CopyOnWriteArrayList<AgentSession> serving = new CopyOnWriteArrayList<>();
  private final IncarnationRegistry incarnationRegistry = new IncarnationRegistry();
  private final HeardNotes heardNotes;
  /// When this scheduler acquired a partition last, by the gateway's clock.
  private volatile long acquiredAt;
  private @Nullable Gateway gateway;
  private @Nullable SchedulerNode node;
  private @Nullable OwnerQueries owner;
  private @Nullable AgentLossBroadcaster agentLossBroadcaster;

  /// @param clock monotonic time of this machine, in milliseconds
  AgentSessions(LongSupplier clock) {
    this.clock = clock;
    heardNotes = new HeardNotes(clock);
    acquiredAt = clock.getAsLong();
  }

  /// Sets the node whose partitions learn of lost agents. Called once, before any agent connects.
  ///
  /// @param queries tells what agents have of them
  void serve(Gateway of, SchedulerNode scheduler, OwnerQueries queries) {
    gateway = of;
    node = scheduler;
    owner = queries;
    agentLossBroadcaster = new AgentLossBroadcaster(scheduler, queries, isShared());
    incarnationRegistry.keepIn(scheduler.store().agents());
    heardNotes.keepIn(scheduler.store().agents(), of.schedulers());
  }

  SchedulerNode node() {
    if (node == null) {
      throw new IllegalStateException("Expected the gateway to serve a scheduler before an agent connects");
    }
    return node;
  }

  private AgentLossBroadcaster losses() {
    return Objects.requireNonNull(agentLossBroadcaster);
  }

  Collection<AgentSession> all() {
    return byIncarnation.values();
  }

  /// Connected agents that take work, in the order they connected.
  List<AgentSession> serving() {
    return serving;
  }

  /// The session of a process, null if it is not known.
  @Nullable AgentSession find(long incarnation) {
    return byIncarnation.get(incarnation);
  }

  /// Name of the agent that a process is or was, null if it is not known.
  @Nullable String name(long incarnation) {
    return incarnationRegistry.name(incarnation);
  }

  /// Whether a process is, or was, the same agent.
  boolean sameAgent(AgentSession session, long incarnation) {
    return incarnation == session.incarnation() || incarnationRegistry.is(incarnation, session.name());
  }

  List<AgentInfo> describe() {
    long now = clock.getAsLong();
    return byIncarnation.values().stream().map(session -> AgentInfo.of(session, now)).toList();
  }

  /// Refuses a process that says it follows another one which is connected and still answers: it has a copy of that one's work
  /// folder. Waits up to two seconds for the answer; whoever was killed, or is cut off, gives none.
  ///
  /// @throws SessionRefusedException if it is one
  void refuseCopy(AgentHello hello) {
    AgentSession before = hello.previous() == 0 ? null : byIncarnation.get(hello.previous());
    AgentConnection original = before == null ? null : before.connection();
    if (before != null && original != null && before.name().equals(hello.name())
        && hello.incarnation() != hello.previous() && original.answersWithin(ORIGINAL_MILLIS)) {
      throw new SessionRefusedException("Expected one process of agent '" + hello.name() + "', but the one at "
          + original.address() + " is connected and answers, and this one has a copy of its work folder; stop the other"
          + " one first, or give this agent a name, a token and a work folder of its own");
    }
  }

  /// Stores which agents processes are, where that was not possible before.
  void saveIncarnations() {
    incarnationRegistry.save();
  }

  /// Whether there may be several schedulers, at some time if not now.
  boolean isShared() {
    return Objects.requireNonNull(gateway).schedulers().isShared();
  }

  /// Whether there are several schedulers.
  boolean several() {
    return Objects.requireNonNull(gateway).schedulers().several();
  }

  /// When this scheduler acquired a partition last, by the gateway's clock.
  long acquiredAt() {
    return acquiredAt;
  }

  /// Whether the other schedulers learn whom this one hears.
  boolean isNoting() {
    return heardNotes.isNoting();
  }

  /// Notes for the other schedulers whom this one hears. Called about every second; blocks.
  void noteHeard() {
    Map<Long, Long> heardAt = new HashMap<>();
    byIncarnation.values().forEach(session -> heardAt.put(session.incarnation(), heardAt(session)));
    heardNotes.note(heardAt);
  }

  private long heardAt(AgentSession session) {
    AgentConnection connection = session.connection();
    return connection != null && connection.isLocal() ? clock.getAsLong() : session.heardAt();
  }

  /// When other schedulers heard processes at the latest, by the gateway's clock; null where the store does not answer. Blocks.
  @Nullable Map<Long, Long> heardByOthers() {
    return heardNotes.others();
  }

  /// Follows what became of the schedulers and their partitions: tells agents of schedulers that came or went, leaves reports to other
  /// schedulers, and frees the slots of work that is theirs now. Called about every second.
  void followOwners() {
    boolean freed = false;
    for (AgentSession session : byIncarnation.values()) {
      AgentConnection connection = session.connection();
      if (connection != null) {
        connection.tellSchedulers();
        connection.followOwners();
      }
      freed |= several() && freeElsewhere(session.slotLedger());
    }
    if (freed) {
      node().slotsFreed();
    }
  }

  private boolean freeElsewhere(SlotLedger ledger) {
    Gateway of = Objects.requireNonNull(gateway);
    boolean[] freed = {false};
    ledger.forEach(bound -> {
      int partition = of.partition(bound.key().dag());
      if (partition >= 0 && of.isElsewhere(partition)) {
        freed[0] |= ledger.end(bound.key().nonce(), SlotLedger.ALL) > 0;
      }
    });
    return freed[0];
  }

  /// Opens or resumes the session of an agent.
  ///
  /// @throws RefusedException if another process has the same name
  synchronized AgentSession open(AgentConnection connection, AgentHello hello) {
    for (AgentSession other : byIncarnation.values()) {
      AgentConnection existing = other.connection();
      if (existing != null && other.incarnation() != hello.incarnation() && other.name().equals(hello.name())) {
        if (hello.previous() != other.incarnation()) {
          throw new SessionRefusedException("Expected one agent with the name '" + hello.name()
              + "', but another process at "
              + existing.address() + " has it and is connected; give each agent a name of its own, or stop the other");
        }
        disconnect(other, existing);
        existing.replace();
      }
    }
    AgentSession session = byIncarnation.computeIfAbsent(hello.incarnation(),
        _ -> new AgentSession(hello, losses(), clock));
    AgentConnection before = session.connection();
    connection.welcome();
    session.connected(hello, connection);
    session.draining(false);
    session.heard(clock.getAsLong());
    if (hello.previous() != 0) {
      incarnationRegistry.claim(hello.previous(), hello.name());
    }
    hello.earlier().forEach(earlier -> incarnationRegistry.claim(earlier, hello.name()));
    incarnationRegistry.note(hello.incarnation(), hello.name());
    if (before != null) {
      before.replace();
    }
    serving.addIfAbsent(session);
    if (!connection.isLocal()) {
      incarnationRegistry.save();
    }
    return session;
  }

  /// Records a heartbeat and the agent's clock.
  void heard(AgentSession session, long agentClock) {
    session.heard(clock.getAsLong());
    long offset = agentClock - System.currentTimeMillis();
    if (Math.abs(offset) > CLOCK_WARNING && Math.abs(session.clockOffset()) <= CLOCK_WARNING) {
      LOG.warn("The clock of agent '{}' is {} s {}; times in its logs are wrong by as much", session.name(),
          Math.abs(offset) / 1000, offset > 0 ? "ahead" : "behind");
    }
    session.clockOffset(offset);
  }

  /// Stops assigning work to an agent.
  void drain(AgentSession session) {
    session.draining(true);
    serving.remove(session);
  }

  /// Assigns work to an agent again.
  synchronized void resume(AgentSession session) {
    session.draining(false);
    if (session.connection() != null) {
      serving.addIfAbsent(session);
    }
  }

  /// Ends one connection of an agent, if it is the one in use. The agent may reconnect; until then it gets no work.
  synchronized void disconnect(AgentSession session, AgentConnection connection) {
    if (session.disconnected(connection)) {
      serving.remove(session);
      LOG.info("Agent '{}' has disconnected", session.name());
    }
  }

  /// Ends the connections of an agent that may no longer connect.
  void cut(String name) {
    for (AgentSession session : byIncarnation.values()) {
      AgentConnection connection = session.connection();
      if (connection != null && session.name().equals(name)) {
        disconnect(session, connection);
        connection.replace();
      }
    }
  }

  /// Marks the disconnected processes of an agent that have work as lost for good.
  ///
  /// @param first told how many before anything is done, if there are any
  /// @return how many
  int declareLost(String name, IntConsumer first) {
    Predicate<Long> connected = this::isConnected;
    if (isShared()) {
      // Which of them other schedulers are connected to is not known while the store does not answer.
      Map<Long, Long> others = heardByOthers();
      long since = clock.getAsLong() - HeardNotes.MARGIN.toMillis();
      connected = connected.or(incarnation -> others == null || others.getOrDefault(incarnation, since - 1) >= since);
    }
    Set<Long> processes = new LostAgentFinder(node(), Objects.requireNonNull(owner), incarnationRegistry).of(name,
        connected);
    if (!processes.isEmpty()) {
      first.accept(processes.size());
      LOG.warn("Agent '{}' is marked lost; its work is lost and starts again", name);
      lose(processes, true, Completion.NONE);
    }
    return processes.size();
  }

  private boolean isConnected(long incarnation) {
    AgentSession session = byIncarnation.get(incarnation);
    return session != null && session.connection() != null;
  }

  /// Marks agents lost that were last heard before an instant of the clock.
  ///
  /// @param elsewhere whether another scheduler is in touch with a process
  synchronized void loseSilent(long before, Predicate<Long> elsewhere) {
    Set<Long> silent = new HashSet<>();
    for (AgentSession session : byIncarnation.values()) {
      AgentConnection connection = session.connection();
      boolean local = connection != null && connection.isLocal();
      if (!local && session.heardAt() < before && !elsewhere.test(session.incarnation())) {
        if (session.draining()) {
          LOG.info("Agent '{}' has ended", session.name());
        } else {
          LOG.warn("Agent '{}' was silent for too long; its work is lost and starts again", session.name());
        }
        silent.add(session.incarnation());
      }
    }
    if (!silent.isEmpty()) {
      lose(silent, false, Completion.NONE);
    }
  }

  /// Marks agents lost that this scheduler does not know.
  ///
  /// @param proven whether their processes have certainly ended
  synchronized void loseUnknown(boolean proven) {
    losses().declareOthers(byIncarnation::containsKey, proven);
  }

  /// Marks agents lost that have work of this scheduler and are known neither here nor elsewhere.
  ///
  /// @param elsewhere whether another scheduler is in touch with a process
  synchronized void loseUnknown(Predicate<Long> elsewhere) {
    losses().declareUnknown(incarnation -> byIncarnation.containsKey(incarnation) || elsewhere.test(incarnation));
  }

  /// Marks an earlier process of an agent lost.
  ///
  /// @param noted run once that is durable, or refused
  void losePredecessor(AgentSession session, long earlier, Runnable noted) {
    if (earlier == session.incarnation() || !sameAgent(session, earlier)) {
      LOG.warn("Agent '{}' reports the end of process {}, which is not an earlier process of it; refused",
          session.name(), Long.toHexString(earlier));
      noted.run();
      return;
    }
    lose(Set.of(earlier), true, suspects(session.hello()),
        new AllPartitionsLatch(node().partitions(), noted, several()));
  }

  private static @Nullable Map<Long, Integer> suspects(AgentHello hello) {
    List<AgentHello.Begun> begun = hello.begun();
    if (begun == null) {
      return null;
    }
    Map<Long, Integer> suspects = new HashMap<>();
    begun.forEach(each -> suspects.put(each.nonce(), each.shard()));
    return suspects;
  }

  private void lose(Set<Long> incarnations, boolean proven, Completion completion) {
    lose(incarnations, proven, null, completion);
  }

  /// Forgets processes, and declares them lost to all partitions.
  private synchronized void lose(Set<Long> incarnations, boolean proven, @Nullable Map<Long, Integer> suspects,
      Completion completion) {
    for (Long incarnation : incarnations) {
      AgentSession session = byIncarnation.remove(incarnation);
      if (session != null) {
        serving.remove(session);
        AgentConnection connection = session.connection();
        if (connection != null) {
          session.disconnected(connection);
          connection.replace();
        }
      }
    }
    losses().declare(incarnations, proven, suspects, completion);
  }

  /// Assigns work again to agents whose backoff has ended.
  void endPauses() {
    boolean ended = false;
    for (AgentSession session : byIncarnation.values()) {
      ended |= session.backoff().end();
    }
    if (ended) {
      node().slotsFreed();
    }
  }

  /// Repeats lost agents to a partition this scheduler has acquired, and asks all connected agents for their inventory.
  void owned(int partition) {
    acquiredAt = clock.getAsLong();
    losses().owned(partition);
    for (AgentSession session : byIncarnation.values()) {
      AgentConnection connection = session.connection();
      if (connection != null) {
        connection.owned(partition);
      }
    }
  }
}
