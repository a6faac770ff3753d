package io.tidemill.engine.graph;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.TaskNode;
import java.util.ArrayList;
import java.util.List;

/// Something a DAG declares that this build does not act on. Such a DAG is refused, so that nothing is silently ignored.
///
/// @param place `File.java:line` of the declaration; the id of the DAG where it is declared for the DAG as a whole
/// @param feature what is declared
/// @param remedy what to do about it
public record UnsupportedFeature(String place, String feature, String remedy) {
  /// All of a graph, in the order of the declarations; empty if everything is acted on.
  public static List<UnsupportedFeature> of(Graph graph) {
    List<UnsupportedFeature> found = new ArrayList<>();
    graph.tasks().forEach(task -> of(task, found));
    return List.copyOf(found);
  }

  private static void of(TaskNode task, List<UnsupportedFeature> found) {
    if (!task.pool().isEmpty()) {
      found.add(of(task, "the pool '" + task.pool() + "'",
          "remove pool(…); limit the shards of one task with concurrency(…)"));
    }
  }

  private static UnsupportedFeature of(TaskNode task, String feature, String remedy) {
    return new UnsupportedFeature(task.place(), feature + " of task '" + task.id() + "'", remedy);
  }

  @Override public String toString() {
    return place + ": expected only what this build acts on, but found " + feature + "; " + remedy;
  }
}
