package io.tidemill.gateway;

import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Rebalances work: takes back attempts that wait for a slot at one agent while another has free ones, and those that wait at a
/// draining agent.
///
/// Only attempts that have waited from one step to the next are taken, each once, at most 1,000 from an agent at a time, and never
/// more than there are free slots at agents with the same queues and labels: so nothing moves back and forth.
/// One thread at a time may use it.
public final class WorkRebalancer {
  private static final int MAX_RELEASED = 1_000;

  private final Gateway gateway;
  /// Generation of bindings at the last step, by incarnation.
  private final Map<Long, Integer> ages = new HashMap<>();

  public WorkRebalancer(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Rebalances once. Called about every second.
  public void step() {
    List<AgentSession> sessions = List.copyOf(gateway.sessions().all());
    Map<AgentSession, Integer> free = new HashMap<>();
    for (AgentSession session : sessions) {
      if (session.link() != null && !session.draining() && session.freeSlots() > 0) {
        free.put(session, session.freeSlots());
      }
    }
    for (AgentSession session : sessions) {
      Integer age = ages.put(session.incarnation(), session.bindings().grow());
      AgentLink agent = session.link();
      if (agent != null && age != null) {
        int max = session.draining() ? MAX_RELEASED : wanted(session, free);
        List<AttemptKey> keys = max > 0 ? waiting(session, age, max) : List.of();
        if (!keys.isEmpty()) {
          agent.release(keys);
        }
      }
    }
    ages.keySet().retainAll(new HashSet<>(sessions.stream().map(AgentSession::incarnation).toList()));
  }

  /// How many attempts others can take from an agent; reserves their free slots.
  private static int wanted(AgentSession loaded, Map<AgentSession, Integer> free) {
    int[] asked = {0};
    loaded.bindings().forEach(bound -> asked[0] += bound.isTakenBack() ? bound.attempts() : 0);
    int wanted = Math.min(MAX_RELEASED, loaded.bindings().busy() - loaded.hello().slots() - asked[0]);
    int found = 0;
    for (Map.Entry<AgentSession, Integer> other : free.entrySet()) {
      if (found < wanted && canReplace(other.getKey(), loaded)) {
        int taken = Math.min(wanted - found, other.getValue());
        other.setValue(other.getValue() - taken);
        found += taken;
      }
    }
    return found;
  }

  private static boolean canReplace(AgentSession other, AgentSession loaded) {
    return other != loaded && other.hello().queues().containsAll(loaded.hello().queues())
        && other.hello().labels().containsAll(loaded.hello().labels());
  }

  /// Up to a number of attempts that have waited since before the last step.
  private static List<AttemptKey> waiting(AgentSession session, int age, int max) {
    List<AttemptKey> keys = new ArrayList<>();
    int[] attempts = {0};
    session.bindings().forEach(bound -> {
      if (attempts[0] < max && bound.age() < age && !bound.started() && bound.takeBack()) {
        keys.add(bound.key());
        attempts[0] += bound.attempts();
      }
    });
    return keys;
  }
}
