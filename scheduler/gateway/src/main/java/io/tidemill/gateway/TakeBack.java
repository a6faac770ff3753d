package io.tidemill.gateway;

import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Takes back what waits for a slot with one agent while another has free ones, and what waits with an agent that drains.
///
/// Only what has waited from one step to the next is taken, each thing once, at most 1,000 from an agent at a time, and never
/// more than there are slots free at agents that serve the same queues and carry the same labels: so nothing goes to and fro.
/// One thread at a time may use it.
public final class TakeBack {
  private static final int MOST = 1_000;

  private final Gateway gateway;
  /// Age of what was bound before the last step.
  private final Map<Long, Integer> ages = new HashMap<>();

  public TakeBack(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Looks once. To be called about every second.
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
        int most = session.draining() ? MOST : wanted(session, free);
        List<AttemptKey> keys = most > 0 ? waiting(session, age, most) : List.of();
        if (!keys.isEmpty()) {
          agent.release(keys);
        }
      }
    }
    ages.keySet().retainAll(new HashSet<>(sessions.stream().map(AgentSession::incarnation).toList()));
  }

  /// How much others can take off an agent; it is theirs from then on.
  private static int wanted(AgentSession loaded, Map<AgentSession, Integer> free) {
    int[] asked = {0};
    loaded.bindings().forEach(bound -> asked[0] += bound.isTakenBack() ? bound.attempts() : 0);
    int wanted = Math.min(MOST, loaded.bindings().busy() - loaded.hello().slots() - asked[0]);
    int found = 0;
    for (Map.Entry<AgentSession, Integer> other : free.entrySet()) {
      if (found < wanted && stands(other.getKey(), loaded)) {
        int taken = Math.min(wanted - found, other.getValue());
        other.setValue(other.getValue() - taken);
        found += taken;
      }
    }
    return found;
  }

  private static boolean stands(AgentSession other, AgentSession loaded) {
    return other != loaded && other.hello().queues().containsAll(loaded.hello().queues())
        && other.hello().labels().containsAll(loaded.hello().labels());
  }

  /// Up to some attempts that have waited since before the last step.
  private static List<AttemptKey> waiting(AgentSession session, int age, int most) {
    List<AttemptKey> keys = new ArrayList<>();
    int[] attempts = {0};
    session.bindings().forEach(bound -> {
      if (attempts[0] < most && bound.age() < age && !bound.started() && bound.takeBack()) {
        keys.add(bound.key());
        attempts[0] += bound.attempts();
      }
    });
    return keys;
  }
}
