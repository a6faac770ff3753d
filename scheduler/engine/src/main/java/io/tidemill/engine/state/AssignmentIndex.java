package io.tidemill.engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which agent has what: attempts of tasks, and assignments of shards, by the agent's incarnation and the nonce. What waits is not in it.
public final class AssignmentIndex {
  private static final Comparator<Entry> ORDER = Comparator.comparingInt((Entry entry) -> entry.run().dag())
      .thenComparingLong(entry -> entry.run().number())
      .thenComparingInt(Entry::task);

  private final Map<Long, Map<Long, Entry>> byAgent = new LinkedHashMap<>();

  /// Something that is with an agent.
  public record Entry(long agent, RunState run, int task, long nonce) {}

  /// Incarnations of the agents that have something.
  public Set<Long> agents() {
    return Collections.unmodifiableSet(byAgent.keySet());
  }

  /// Incarnations of the agents that have something of a DAG.
  public Set<Long> agents(int dag) {
    return all().stream().filter(entry -> entry.run().dag() == dag).map(Entry::agent).collect(Collectors.toSet());
  }

  /// What an agent has, by DAG, run and task.
  public List<Entry> of(long agent) {
    return of(each -> each == agent);
  }

  /// What some agents have, by DAG, run and task.
  public List<Entry> of(LongPredicate agents) {
    List<Entry> found = new ArrayList<>();
    byAgent.forEach((agent, entries) -> {
      if (agents.test(agent)) {
        found.addAll(entries.values());
      }
    });
    found.sort(ORDER);
    return found;
  }

  /// What all agents have, by DAG, run and task.
  public List<Entry> all() {
    return of(agent -> true);
  }

  /// Whether an agent still has something.
  public boolean has(Entry entry) {
    return byAgent.getOrDefault(entry.agent(), Map.of()).containsKey(entry.nonce());
  }

  /// Notes that an agent was given something.
  public void add(RunState run, int task, long agent, long nonce) {
    byAgent.computeIfAbsent(agent, each -> new LinkedHashMap<>()).put(nonce, new Entry(agent, run, task, nonce));
  }

  /// Notes that an agent has something no longer, if it had it.
  public void remove(long agent, long nonce) {
    Map<Long, Entry> entries = byAgent.get(agent);
    if (entries != null && entries.remove(nonce) != null && entries.isEmpty()) {
      byAgent.remove(agent);
    }
  }

  /// Notes that an assignment is over.
  ///
  /// @param over null: none is
  public void remove(@Nullable ShardAssignment over) {
    if (over != null) {
      remove(over.agent(), over.nonce());
    }
  }

  void restore(RunState run, int task) {
    ShardTable table = run.table(task);
    Instance instance = run.instance(task);
    if (table != null) {
      table.assignments().values().forEach(each -> add(run, task, each.agent(), each.nonce()));
    } else if (instance != null && instance.agent != 0 && run.state(task).active()) {
      add(run, task, instance.agent, instance.nonce);
    }
  }

  void forget(int dag) {
    byAgent.values().forEach(entries -> entries.values().removeIf(entry -> entry.run().dag() == dag));
    byAgent.values().removeIf(Map::isEmpty);
  }
}
