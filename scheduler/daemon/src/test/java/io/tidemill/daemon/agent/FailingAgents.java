package io.tidemill.daemon.agent;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Agents of a database that answers once, and is down from then on.
final class FailingAgents implements AgentStore {
  private final AgentStore agentStore;
  private boolean down;

  FailingAgents(AgentStore agentStore) {
    this.agentStore = agentStore;
  }

  private static StoreException failure() {
    return new StoreException("The database is down", new IOException("connection refused"));
  }

  @Override public List<Agent> agents() {
    if (down) {
      throw failure();
    }
    down = true;
    return agentStore.agents();
  }

  @Override public @Nullable Agent find(String name) {
    throw failure();
  }

  @Override public Joining join(String tokenHash, Agent agent, long now, AuditEntry audit) {
    throw failure();
  }

  @Override public void add(Agent agent) {
    throw failure();
  }

  @Override public boolean remove(String name, AuditEntry audit) {
    throw failure();
  }

  @Override public void heard(Collection<Heard> heard) {
    throw failure();
  }

  @Override public void seen(Collection<Incarnation> processes) {
    throw failure();
  }

  @Override public List<Incarnation> incarnations() {
    throw failure();
  }

  @Override public void heardProcesses(String scheduler, Map<Long, Long> millisAgo) {
    throw failure();
  }

  @Override public Map<Long, Long> heardByOthers(String scheduler) {
    throw failure();
  }

  @Override public void addToken(JoinToken token, AuditEntry audit) {
    throw failure();
  }

  @Override public List<JoinToken> tokens() {
    throw failure();
  }

  @Override public boolean removeToken(String id, AuditEntry audit) {
    throw failure();
  }

  @Override public void removeTokens(long endedBefore) {
    throw failure();
  }
}
