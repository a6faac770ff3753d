package io.tidemill.simulation;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.runtime.port.AgentPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where one scheduler keeps its sessions with agents.
///
/// Within a session messages keep their order; a lost one breaks the session, and a new one begins with an inventory.
final class Desk implements AgentPort {
  private final World world;
  private final Host host;
  private final Map<Long, Session> sessions = new LinkedHashMap<>();

  Desk(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  /// Opens a session.
  void open(Agent agent, long incarnation) {
    sessions.put(incarnation, new Session(agent));
    for (int partition = 0; partition < world.database.partitions(); partition++) {
      host.returned(partition, incarnation, agent.inventory());
    }
    host.node().slotsFreed();
  }

  /// Says to a partition just taken what every agent has.
  void reconcile(int partition) {
    sessions.forEach((incarnation, session) -> host.returned(partition, incarnation, session.agent.inventory()));
  }

  void close(long incarnation) {
    sessions.remove(incarnation);
  }

  @Override public Capacity capacity() {
    return (wanted, demand) -> {
      List<Map.Entry<Long, Session>> open = new ArrayList<>(sessions.entrySet());
      int first = open.isEmpty() ? 0 : world.chance.below(open.size());
      for (int i = 0; i < open.size(); i++) {
        var entry = open.get((first + i) % open.size());
        Session session = entry.getValue();
        int slots = Math.min(wanted, session.agent.room() - session.reserved);
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
    world.ledger.sent(effect);
    Session session = sessions.get(effect.agent());
    if (session == null) {
      return;
    }
    if (world.chance.hits(world.faults().lost())) {
      world.count(Trouble.SESSION_BROKEN);
      world.tell("the session of " + host + " with " + session.agent + " breaks");
      close(effect.agent());
      session.agent.reconnectLater(host);
      return;
    }
    session.lastArrival = Math.max(session.lastArrival, world.now() + world.chance.between(0, world.faults().late()));
    int partition = host.dags().byNumber(dag(effect)).partition();
    world.at(session.lastArrival - world.now(), null, session.agent + " gets " + name(effect) + " of " + host, () -> {
      session.reserved = Math.max(0, session.reserved - slots(effect));
      session.agent.receive(effect, partition, epoch);
    });
  }

  @Override public void abandon(Effect effect) {
    Session session = sessions.get(effect.agent());
    if (session != null) {
      session.reserved = Math.max(0, session.reserved - slots(effect));
      host.node().slotsFreed();
    }
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
    final Agent agent;
    int reserved;
    long lastArrival;

    Session(Agent agent) {
      this.agent = agent;
    }
  }
}
