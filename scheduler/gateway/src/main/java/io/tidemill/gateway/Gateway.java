package io.tidemill.gateway;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The agents that have a session with this scheduler. Safe for use by several threads.
public final class Gateway implements AgentPort {
  private final DagDirectory dags;
  private final Map<Long, AgentSession> sessions = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<AgentSession> inOrder = new CopyOnWriteArrayList<>();
  private final Capacity capacity = this::take;
  private final List<ProgressListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable SchedulerNode node;

  public Gateway(DagDirectory dags) {
    this.dags = dags;
  }

  /// Sets the node that reports go to. Called once, before any agent comes.
  public void serve(SchedulerNode scheduler) {
    node = scheduler;
  }

  /// Opens a session for an agent of this process.
  public SchedulerLink connect() {
    if (node == null) {
      throw new IllegalStateException("Expected the gateway to serve a scheduler before an agent connects");
    }
    return new AgentSession(this, node, dags);
  }

  /// Adds somebody who wants to know how far bodies are.
  public void listen(ProgressListener listener) {
    listeners.add(listener);
  }

  void progressed(AttemptKey key, int shard, long done, long total) {
    listeners.forEach(listener -> listener.progressed(key, shard, done, total));
  }

  void opened(AgentSession session, AgentHello hello) {
    sessions.put(hello.incarnation(), session);
    inOrder.add(session);
  }

  /// Gives the agent nothing more.
  void draining(AgentSession session) {
    inOrder.remove(session);
  }

  /// Gives the agent work again.
  void serving(AgentSession session) {
    if (sessions.containsValue(session)) {
      inOrder.addIfAbsent(session);
    }
  }

  void closed(AgentSession session, long incarnation) {
    sessions.remove(incarnation);
    inOrder.remove(session);
  }

  private Capacity.Grant take(int wanted, Capacity.Demand demand) {
    for (AgentSession session : inOrder) {
      int slots = session.take(wanted);
      if (slots > 0) {
        return new Capacity.Grant(session.incarnation(), slots);
      }
    }
    return Capacity.Grant.NONE;
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
    AgentLink agent = session.agent();
    switch (effect) {
      case AssignTask assign -> agent.assign(List.of(Assigning.task(assign, id(assign.ref().dag()), epoch)));
      case AssignShards assign -> agent.assign(List.of(Assigning.shards(assign, id(assign.ref().dag()), epoch)));
      case StopAttempt stop ->
        agent.stop(new AttemptKey(stop.dag(), stop.run(), stop.task(), stop.attempt(), stop.nonce()),
            stop.timedOut() ? StopReason.TIMED_OUT : StopReason.CANCELLED);
    }
  }

  private String id(int dag) {
    return dags.byNumber(dag).id();
  }

  @Override public void abandon(Effect effect) {
    AgentSession session = sessions.get(effect.agent());
    if (session != null) {
      switch (effect) {
        case AssignTask assign -> session.release(1);
        case AssignShards assign -> session.release(
            assign.spans().stream().mapToInt(span -> span.end() - span.first()).sum());
        case StopAttempt stop -> {
          // It holds no slot.
        }
      }
    }
  }

  @Override public void owned(int partition) {
    inOrder.forEach(session -> session.owned(partition));
  }

  @Override public @Nullable String name(long incarnation) {
    AgentSession session = sessions.get(incarnation);
    return session == null ? null : session.name();
  }
}
