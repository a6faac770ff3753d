package io.tidemill.daemon.identity;

import io.tidemill.api.agent.AgentLostView;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Administration of agents.
public final class AgentAdmin implements AgentResource {
  private final AgentStore store;
  private final AgentRegistry registry;
  private final ConnectedAgents sessions;
  private final AuditLog audit;
  private final InstantSource clock;

  public AgentAdmin(Store store, AgentRegistry registry, ConnectedAgents sessions, InstantSource clock) {
    this.store = store.agents();
    this.audit = store.audit();
    this.registry = registry;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override public List<AgentView> list() {
    TreeMap<String, AgentView> views = new TreeMap<>();
    for (Agent agent : query(store::agents)) {
      views.put(agent.name(), new AgentView(agent.name(), AgentView.State.AWAY, agent.slots(), 0, agent.labels(),
          agent.queues(), agent.lastHeard() == 0 ? null : Instant.ofEpochMilli(agent.lastHeard()), null, null, null));
    }
    for (LiveAgent live : sessions.live()) {
      views.put(live.name(), new AgentView(live.name(),
          state(live), live.slots(), live.busy(),
          live.labels(), live.queues(), Instant.ofEpochMilli(live.lastHeard()),
          HexFormat.of().toHexDigits(live.incarnation()), live.clockOffsetMillis(), live.gaveBack()));
    }
    return new ArrayList<>(views.values());
  }

  private static AgentView.State state(LiveAgent live) {
    if (live.draining()) {
      return AgentView.State.DRAINING;
    }
    return live.resting() ? AgentView.State.RESTING : AgentView.State.CONNECTED;
  }

  @Override public void remove(String name) {
    if (!query(() -> registry.remove(name, entry(name, "known", "")))) {
      throw unknown(name);
    }
    sessions.cut(name);
  }

  @Override public AgentLostView lost(String name) {
    // Of a connected agent only the processes before the one that is connected.
    int lost = query(() -> sessions.lost(name, processes -> audit.add(
        entry(name, processes == 1 ? "1 process with work" : processes + " processes with work", "lost"))));
    if (lost == 0 && sessions.live().stream().anyMatch(agent -> agent.name().equals(name))) {
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "name", "Expected a disconnected agent, or work of an"
          + " earlier process of it, but '" + name + "' is connected and no earlier process has work; stop its process"
          + " first");
    }
    if (lost == 0 && query(store::agents).stream().noneMatch(agent -> agent.name().equals(name))) {
      throw unknown(name);
    }
    return new AgentLostView(name, lost);
  }

  private AuditEntry entry(String name, String before, String after) {
    return AuditEntry.of(clock.millis(), CurrentRequest.origin(), "agent " + name, before, after);
  }

  private static RefusedException unknown(String name) {
    return RefusedException.of(Kind.NOT_FOUND, "unknown-agent", "name", "Expected the name of an agent, but found '"
        + name + "'; `tidemill agents` lists them");
  }

  static <T> T query(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (StoreException e) {
      throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
          String.valueOf(e.getMessage()));
    }
  }
}
