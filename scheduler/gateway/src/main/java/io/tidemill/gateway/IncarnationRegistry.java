package io.tidemill.gateway;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AgentStore.Incarnation;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names of agent processes that a scheduler has seen, the last 10,000. They are stored, so that the next scheduler knows them too: of an
/// earlier process only its number is in the state of runs. Safe for use by several threads.
final class IncarnationRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(IncarnationRegistry.class);
  private static final int MAX = 10_000;

  private final Map<Long, String> names = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
      return size() > MAX;
    }
  };
  private final Map<Long, String> unsaved = new LinkedHashMap<>();
  private @Nullable AgentStore store;

  /// Reads what is stored, and stores what is noted from here on. Blocks.
  void keepIn(AgentStore agents) {
    List<Incarnation> stored = agents.incarnations();
    synchronized (this) {
      stored.forEach(each -> names.putIfAbsent(each.incarnation(), each.name()));
      store = agents;
    }
  }

  /// Records the agent of a process.
  synchronized void note(long incarnation, String name) {
    if (!name.equals(names.put(incarnation, name))) {
      unsaved.put(incarnation, name);
    }
  }

  /// Records the agent of an earlier process, unless another one is known. An unknown process is older than this scheduler, and its
  /// incarnation cannot be guessed.
  synchronized void claim(long incarnation, String name) {
    if (names.putIfAbsent(incarnation, name) == null) {
      unsaved.put(incarnation, name);
    }
  }

  /// Whether a process is known to be, or to have been, the agent.
  synchronized boolean is(long incarnation, String name) {
    return name.equals(names.get(incarnation));
  }

  synchronized @Nullable String name(long incarnation) {
    return names.get(incarnation);
  }

  /// Stores what is not stored yet; while the store does not answer, a later call does. Blocks.
  void save() {
    List<Incarnation> saving = new ArrayList<>();
    AgentStore to;
    synchronized (this) {
      to = store;
      unsaved.forEach((incarnation, name) -> saving.add(new Incarnation(incarnation, name)));
    }
    if (to == null || saving.isEmpty()) {
      return;
    }
    try {
      to.seen(saving);
    } catch (StoreException e) {
      LOG.debug("Processes of agents are stored later", e);
      return;
    }
    synchronized (this) {
      saving.forEach(each -> unsaved.remove(each.incarnation(), each.name()));
    }
  }
}
