package io.tidemill.engine.state;

import io.tidemill.engine.graph.Requirement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Task instances that may have something to start, grouped by what they require of an agent, so that what no agent can take
/// holds back nothing else. One that no longer has something to start is dropped when its turn comes.
public final class ReadyQueue {
  private final Map<Requirement, ReadyGroup> groups = new LinkedHashMap<>();

  /// Adds a task instance behind those of its priority.
  public void add(RunState run, int task) {
    Requirement requirement = run.compiled().task(task).requirement();
    ReadyGroup group = groups.get(requirement);
    if (group == null) {
      group = new ReadyGroup(requirement);
      groups.put(requirement, group);
    }
    group.add(run, task);
  }

  /// The groups; empty ones may be among them until [#dropEmpty].
  public Collection<ReadyGroup> groups() {
    return groups.values();
  }

  /// Forgets groups that have nothing, but the one that nearly all tasks are of.
  public void dropEmpty() {
    if (groups.size() > 1) {
      groups.values().removeIf(group -> group.isEmpty() && !group.requirement().equals(Requirement.NONE));
    }
  }

  /// Whether there is nothing.
  public boolean isEmpty() {
    for (ReadyGroup group : groups.values()) {
      if (!group.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
