package io.tidemill.gateway;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The session of one agent process, connected or not: it outlives its connections, until the process is declared lost. Safe for
/// use by several threads.
final class AgentSession implements AgentSlots {
  private final long incarnation;
  private final SlotLedger slotLedger = new SlotLedger();
  private final Backoff backoff;
  private final AgentLossBroadcaster agentLossBroadcaster;
  private volatile AgentHello hello;
  private volatile @Nullable AgentConnection connection;
  private volatile boolean draining;
  /// Last heartbeat by the gateway's clock, in milliseconds.
  private volatile long heardAt;
  /// How far the agent's clock is ahead of the scheduler's, in milliseconds.
  private volatile long clockOffset;
  /// Assignments to send with the next flush. Guarded by itself.
  private final List<Assignment> gathered = new ArrayList<>();

  /// @param clock the gateway's, in milliseconds
  AgentSession(AgentHello hello, AgentLossBroadcaster agentLossBroadcaster, LongSupplier clock) {
    this.agentLossBroadcaster = agentLossBroadcaster;
    this.backoff = new Backoff(clock);
    this.incarnation = hello.incarnation();
    this.hello = hello;
    slotLedger.resize(0, hello.slots() + hello.prefetch());
  }

  @Override public long incarnation() {
    return incarnation;
  }

  String name() {
    return hello.name();
  }

  AgentHello hello() {
    return hello;
  }

  /// Backoff after it returned work.
  Backoff backoff() {
    return backoff;
  }

  SlotLedger slotLedger() {
    return slotLedger;
  }

  /// The connection in use, null if the agent is not connected.
  @Nullable AgentConnection connection() {
    return connection;
  }

  /// The link to the agent, null if it is not connected.
  @Nullable AgentLink link() {
    AgentConnection current = connection;
    return current == null ? null : current.agent();
  }

  /// Continues with another connection.
  void connected(AgentHello newHello, AgentConnection to) {
    slotLedger.resize(hello.slots() + hello.prefetch(), newHello.slots() + newHello.prefetch());
    hello = newHello;
    connection = to;
  }

  /// Ends a connection.
  ///
  /// @return whether it was the one in use
  synchronized boolean disconnected(AgentConnection from) {
    boolean current = connection == from;
    if (current) {
      connection = null;
    }
    return current;
  }

  boolean draining() {
    return draining;
  }

  void draining(boolean now) {
    draining = now;
  }

  void heard(long at) {
    heardAt = at;
  }

  long heardAt() {
    return heardAt;
  }

  void clockOffset(long millis) {
    clockOffset = millis;
  }

  long clockOffset() {
    return clockOffset;
  }

  @Override public List<String> queues() {
    return hello.queues();
  }

  @Override public List<String> labels() {
    return hello.labels();
  }

  @Override public int slots() {
    return hello.slots();
  }

  @Override public int prefetch() {
    return hello.prefetch();
  }

  @Override public int room() {
    return slotLedger.free();
  }

  @Override public boolean closed() {
    return draining || backoff.lasts() || agentLossBroadcaster.isLeaving(incarnation);
  }

  /// Takes up to some slots.
  @Override public int take(int wanted) {
    return slotLedger.take(wanted);
  }

  /// Slots in which an attempt could start at once.
  int freeSlots() {
    return Math.max(0, hello.slots() - slotLedger.busy());
  }

  /// Keeps an assignment until [#flush].
  ///
  /// @return whether it is the first
  boolean gather(Assignment assignment) {
    synchronized (gathered) {
      gathered.add(assignment);
      return gathered.size() == 1;
    }
  }

  /// Sends gathered assignments. If the agent is not connected they are dropped: reconciliation sends them when it returns.
  void flush() {
    List<Assignment> assignments;
    synchronized (gathered) {
      if (gathered.isEmpty()) {
        return;
      }
      assignments = List.copyOf(gathered);
      gathered.clear();
    }
    AgentLink agent = link();
    if (agent != null) {
      agent.assign(assignments);
    }
  }
}
