package io.tidemill.simulation;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.port.AgentPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where one scheduler keeps its sessions with agents.
///
/// Within a session messages keep their order; a lost one breaks the session, and a new one begins with an inventory.
final class SimulatedGateway implements AgentPort {
  private final World world;
  private final Host host;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();
  /// Processes that are known to have ended.
  private final Set<Long> ended = new TreeSet<>();
  /// Processes that are declared gone, and partitions that have not taken note of it.
  private final Map<Long, Integer> leaving = new HashMap<>();

  SimulatedGateway(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  /// Opens a session.
  void open(SimulatedAgent agent, long incarnation) {
    sessions.put(incarnation, new Session(agent));
    world.heard(incarnation);
    for (int partition = 0; partition < world.database.partitions(); partition++) {
      host.returned(partition, incarnation, agent.inventory());
    }
    agent.opened(host);
    host.node().slotsFreed();
  }

  /// Says to a partition just taken what every agent has, and which have ended.
  void reconcile(int partition) {
    sessions.forEach((incarnation, session) -> {
      if (session.agent.reaches(host)) {
        host.returned(partition, incarnation, session.agent.inventory());
      }
    });
    if (!ended.isEmpty()) {
      host.node().submit(partition, AgentsGone.these(Set.copyOf(ended)), List.of(), Completion.NONE);
    }
  }

  void close(long incarnation) {
    Session session = sessions.remove(incarnation);
    if (session != null && world.product.behavior().lostAtOnce()) {
      host.node().submitToAll(AgentsGone.unheard(Set.of(incarnation)));
    }
  }

  /// Notices late that a session has ended.
  void closeLater(long incarnation, long delay) {
    Session session = sessions.get(incarnation);
    world.at(delay, host.edge(), host + " notices that " + Long.toHexString(incarnation) + " is not there", () -> {
      if (sessions.get(incarnation) == session) {
        close(incarnation);
      }
    });
  }

  /// An agent says that earlier processes of it have ended.
  void predecessorLost(long incarnation, Set<Long> earlier) {
    if (sessions.containsKey(incarnation) && ended.addAll(earlier)) {
      world.count(FaultKind.AGENT_LEFT_WORK_BEHIND);
      host.node().submitToAll(AgentsGone.these(earlier));
    }
  }

  /// An agent drains, or does so no more.
  void draining(long incarnation, boolean now) {
    Session session = sessions.get(incarnation);
    if (session != null) {
      session.draining = now;
      host.node().slotsFreed();
    }
  }

  /// Processes are declared gone to a partition. Until it has taken note they get nothing from here: they may come back
  /// meanwhile, and what they get then must not be lost with what they had.
  void gone(int partition, Set<Long> silent) {
    for (long incarnation : silent) {
      world.count(FaultKind.AGENT_SILENT);
      leaving.merge(incarnation, 1, Integer::sum);
      Session session = sessions.remove(incarnation);
      if (session != null) {
        session.agent.reconnectLater(host);
      }
    }
    host.node().submit(partition, AgentsGone.unheard(silent), List.of(), new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        noted();
      }

      @Override public void dropped(String reason) {
        noted();
      }

      private void noted() {
        silent.forEach(incarnation -> leaving.merge(incarnation, -1, (a, b) -> a + b == 0 ? null : a + b));
        host.node().slotsFreed();
      }
    });
  }

  /// Takes something back that waits with an agent.
  void takeBack() {
    for (Session session : List.copyOf(sessions.values())) {
      Long nonce = session.agent.waiting();
      if (nonce != null && world.chance.hits(0.3)) {
        world.at(world.chance.between(0, world.faults().late()), null, host + " takes back " + Long.toHexString(nonce)
            + " of " + session.agent, () -> {
              if (session.agent.reaches(host)) {
                session.agent.release(nonce);
              }
            });
      }
    }
  }

  @Override public Capacity capacity() {
    return (wanted, demand) -> {
      List<Map.Entry<Long, Session>> open = new ArrayList<>(sessions.entrySet());
      int first = open.isEmpty() ? 0 : world.chance.below(open.size());
      for (int i = 0; i < open.size(); i++) {
        var entry = open.get((first + i) % open.size());
        Session session = entry.getValue();
        boolean serves = !session.draining && !leaving.containsKey(entry.getKey())
            && session.agent.serves(demand.queue(), demand.required());
        int slots = serves ? Math.min(wanted, session.agent.room() - session.reserved) : 0;
        if (slots > 0) {
          session.reserved += slots;
          return new Grant(entry.getKey(), slots);
        }
      }
      return Grant.NONE;
    };
  }

  @Override public void perform(Effect effect, long epoch) {
    host.boundary("an effect");
    world.checker.sent(effect);
    Session session = sessions.get(effect.agent());
    if (session == null) {
      return;
    }
    if (world.chance.hits(world.faults().lost())) {
      world.count(FaultKind.SESSION_BROKEN);
      world.tell("the session of " + host + " with " + session.agent + " breaks");
      close(effect.agent());
      session.agent.reconnectLater(host);
      return;
    }
    session.lastArrival = Math.max(session.lastArrival, world.now() + world.chance.between(0, world.faults().late()));
    int partition = host.dags().byNumber(dag(effect)).partition();
    world.at(session.lastArrival - world.now(), null, session.agent + " gets " + name(effect) + " of " + host, () -> {
      session.reserved = Math.max(0, session.reserved - slots(effect));
      if (session.agent.reaches(host)) {
        session.agent.receive(effect, partition, epoch);
      }
    });
  }

  @Override public void abandon(Effect effect) {
    Session session = sessions.get(effect.agent());
    if (session != null) {
      session.reserved = Math.max(0, session.reserved - slots(effect));
      host.node().slotsFreed();
    }
  }

  @Override public void owned(int partition) {
    host.owned(partition);
  }

  @Override public @Nullable String name(long incarnation) {
    Session session = sessions.get(incarnation);
    return session == null ? null : session.agent.toString();
  }

  static int slots(Effect effect) {
    return switch (effect) {
      case AssignTask assign -> 1;
      case AssignShards assign -> assign.spans().stream().mapToInt(span -> span.end() - span.first()).sum();
      case StopAttempt stop -> 0;
    };
  }

  private static int dag(Effect effect) {
    return switch (effect) {
      case AssignTask assign -> assign.ref().dag();
      case AssignShards assign -> assign.ref().dag();
      case StopAttempt stop -> stop.dag();
    };
  }

  private static String name(Effect effect) {
    return switch (effect) {
      case AssignTask a -> (a.expand() ? "expansion " : "task ") + a.ref().dag() + "/" + a.ref().run() + "/" + a.task()
          + " #" + a.attempt() + " nonce " + Long.toHexString(a.nonce());
      case AssignShards a -> "shards " + a.ref().dag() + "/" + a.ref().run() + "/" + a.task() + " " + a.spans()
          + " nonce " + Long.toHexString(a.nonce());
      case StopAttempt s -> "a stop of " + s.dag() + "/" + s.run() + "/" + s.task() + " nonce "
          + Long.toHexString(s.nonce());
    };
  }

  private static final class Session {
    final SimulatedAgent agent;
    boolean draining;
    int reserved;
    long lastArrival;

    Session(SimulatedAgent agent) {
      this.agent = agent;
    }
  }
}
