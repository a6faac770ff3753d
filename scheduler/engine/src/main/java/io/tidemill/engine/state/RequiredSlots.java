package io.tidemill.engine.state;

import java.util.Map;
import java.util.TreeMap;

/// What a DAG was told of the slots of other DAGs that its own slots require. Appliers change it.
public final class RequiredSlots {
  private final TreeMap<Of, Coverage> known = new TreeMap<>();

  /// A schedule of another DAG.
  ///
  /// @param dag number of the DAG
  public record Of(int dag, String schedule) implements Comparable<Of> {
    @Override public int compareTo(Of other) {
      return dag == other.dag ? schedule.compareTo(other.schedule) : Integer.compare(dag, other.dag);
    }
  }

  /// What was told, by schedule.
  public Map<Of, Coverage> known() {
    return known;
  }

  /// What was told of a schedule, nothing where that is nothing.
  public Coverage find(int dag, String schedule) {
    return known.getOrDefault(new Of(dag, schedule), Coverage.NONE);
  }

  /// What was told of a schedule, to be added to.
  public Coverage of(int dag, String schedule) {
    return known.computeIfAbsent(new Of(dag, schedule), unused -> new Coverage());
  }

  /// Notes how slots stand.
  ///
  /// @param problem why they have no result, empty where they have one
  public void told(int dag, String schedule, long from, long until, String problem) {
    if (problem.isEmpty()) {
      of(dag, schedule).cover(from, until);
    } else {
      of(dag, schedule).miss(from, until, problem);
    }
  }
}
