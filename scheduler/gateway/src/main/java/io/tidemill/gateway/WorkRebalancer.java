package io.tidemill.gateway;

import io.tidemill.engine.graph.Requirement;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Rebalances work: takes back attempts that wait for a slot at one agent while another that has what they require has free ones,
/// and those that wait at a draining agent.
///
/// Only attempts that have waited from one step to the next are taken, each once, at most 1,000 from an agent at a time, and never
/// more than there are free slots at agents that could run them: so nothing moves back and forth.
/// One thread at a time may use it.
public final class WorkRebalancer {
  private static final int MAX_RELEASED = 1_000;

  private final Gateway gateway;
  /// Generation of slot ledgers at the last step, by incarnation.
  private final Map<Long, Integer> ages = new HashMap<>();

  public WorkRebalancer(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Rebalances once. Called about every second.
  public void step() {
    List<AgentSession> sessions = List.copyOf(gateway.sessions().all());
    Map<AgentSession, Integer> free = new HashMap<>();
    boolean several = gateway.schedulers().several();
    for (AgentSession session : sessions) {
      if (session.link() != null && !session.draining() && session.freeSlots() > 0) {
        free.put(session, session.freeSlots());
      }
    }
    for (AgentSession session : sessions) {
      Integer age = ages.put(session.incarnation(), session.slotLedger().grow());
      AgentLink agent = session.link();
      if (agent != null && age != null) {
        List<AttemptKey> keys = waiting(session, age, free, several);
        if (!keys.isEmpty()) {
          agent.release(keys);
        }
      }
    }
    ages.keySet().retainAll(new HashSet<>(sessions.stream().map(AgentSession::incarnation).toList()));
  }

  /// Attempts that have waited since before the last step, as many as others have room for; reserves their free slots.
  private static List<AttemptKey> waiting(AgentSession loaded, int age, Map<AgentSession, Integer> free,
      boolean several) {
    int[] asked = {0};
    loaded.slotLedger().forEach(bound -> asked[0] += bound.isTakenBack() ? bound.attempts() : 0);
    boolean drains = loaded.draining();
    // Of several schedulers none knows how many slots the work of the others takes: what has not started by then waits.
    int most = drains || several
        ? MAX_RELEASED
        : Math.min(MAX_RELEASED, loaded.slotLedger().busy() - loaded.hello().slots() - asked[0]);
    List<AttemptKey> keys = new ArrayList<>();
    int[] taken = {0};
    loaded.slotLedger().forEach(bound -> {
      if (taken[0] < most && bound.age() < age && !bound.started() && !bound.isTakenBack()
          && (drains || reserve(bound, loaded, free)) && bound.takeBack()) {
        keys.add(bound.key());
        taken[0] += bound.attempts();
      }
    });
    return keys;
  }

  /// Takes the slots of one assignment from those that are free elsewhere, as far as there are any.
  private static boolean reserve(SlotLedger.Bound bound, AgentSession loaded, Map<AgentSession, Integer> free) {
    int wanted = bound.attempts();
    for (Map.Entry<AgentSession, Integer> other : free.entrySet()) {
      if (wanted > 0 && other.getValue() > 0 && other.getKey() != loaded && canRun(other.getKey(), bound, loaded)) {
        int slots = Math.min(wanted, other.getValue());
        other.setValue(other.getValue() - slots);
        wanted -= slots;
      }
    }
    return wanted < bound.attempts();
  }

  private static boolean canRun(AgentSession other, SlotLedger.Bound bound, AgentSession loaded) {
    Requirement required = bound.requirement();
    return required == null
        ? other.hello().queues().containsAll(loaded.hello().queues())
            && other.hello().labels().containsAll(loaded.hello().labels())
        : Placement.serves(other.queues(), other.labels(), required);
  }
}
