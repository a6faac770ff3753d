package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Agents and join tokens in memory.
final class MemoryAgentStore implements AgentStore {
  private final NavigableMap<String, Agent> agents = new TreeMap<>();
  private final Map<Long, Incarnation> incarnations = new LinkedHashMap<>();
  private final NavigableMap<String, JoinToken> tokens = new TreeMap<>();

  /// When schedulers heard processes.
  private final Map<String, Map<Long, Long>> heardAt = new HashMap<>();

  private final MemoryAuditLog log;
  private final InstantSource clock;

  MemoryAgentStore(MemoryAuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override public synchronized List<Agent> agents() {
    return new ArrayList<>(agents.values());
  }

  @Override public synchronized @Nullable Agent find(String name) {
    return agents.get(name);
  }

  @Override public synchronized Joining join(String tokenHash, Agent agent, long now, AuditEntry audit) {
    JoinToken token = tokens.values().stream().filter(each -> each.hash().equals(tokenHash)).findFirst().orElse(null);
    Joining joining = Joining.of(token, agents.get(agent.name()), agent, now);
    if (joining == Joining.JOINED && token != null) {
      if (agents.putIfAbsent(agent.name(), agent) == null) {
        log.add(audit);
      }
      tokens.put(token.id(), new JoinToken(token.id(), token.hash(), token.name(), token.createdAt(),
          token.expiresAt(), agent.name()));
    }
    return joining;
  }

  @Override public synchronized void add(Agent agent) {
    agents.putIfAbsent(agent.name(), agent);
  }

  @Override public synchronized boolean remove(String name, AuditEntry audit) {
    boolean known = agents.remove(name) != null;
    if (known) {
      log.add(audit);
    }
    return known;
  }

  @Override public synchronized void heard(Collection<Heard> heard) {
    heard.forEach(each -> agents.computeIfPresent(each.name(), (name, agent) -> new Agent(name, agent.credentialHash(),
        each.slots(), each.labels(), each.queues(), agent.firstSeen(), each.lastHeard())));
  }

  @Override public synchronized void seen(Collection<Incarnation> processes) {
    for (Incarnation each : processes) {
      incarnations.remove(each.incarnation());
      incarnations.put(each.incarnation(), each);
      List<Incarnation> own = incarnations.values().stream().filter(one -> one.name().equals(each.name())).toList();
      own.subList(0, Math.max(0, own.size() - INCARNATIONS)).forEach(old -> incarnations.remove(old.incarnation()));
    }
  }

  @Override public synchronized List<Incarnation> incarnations() {
    return List.copyOf(incarnations.values());
  }

  @Override public synchronized void heardProcesses(String scheduler, Map<Long, Long> millisAgo) {
    long now = clock.millis();
    Map<Long, Long> times = new HashMap<>();
    millisAgo.forEach((process, ago) -> times.put(process, now - ago));
    heardAt.put(scheduler, times);
    heardAt.values().forEach(each -> each.values().removeIf(time -> time < now - HEARD_KEPT.toMillis()));
  }

  @Override public synchronized Map<Long, Long> heardByOthers(String scheduler) {
    long now = clock.millis();
    Map<Long, Long> ago = new HashMap<>();
    heardAt.forEach((other, times) -> {
      if (!other.equals(scheduler)) {
        times.forEach((process, time) -> ago.merge(process, now - time, Math::min));
      }
    });
    return ago;
  }

  @Override public synchronized void addToken(JoinToken token, AuditEntry audit) {
    if (tokens.putIfAbsent(token.id(), token) != null) {
      throw new IllegalArgumentException("Expected a new token, but " + token.id() + " is stored already");
    }
    log.add(audit);
  }

  @Override public synchronized List<JoinToken> tokens() {
    return tokens.values()
        .stream()
        .sorted(Comparator.comparing(JoinToken::createdAt).reversed().thenComparing(JoinToken::id))
        .toList();
  }

  @Override public synchronized boolean removeToken(String id, AuditEntry audit) {
    boolean known = tokens.remove(id) != null;
    if (known) {
      log.add(audit);
    }
    return known;
  }

  @Override public synchronized void removeTokens(long endedBefore) {
    tokens.values().removeIf(token -> token.expiresAt() < endedBefore);
  }
}
