package io.tidemill.engine.graph;

import io.tidemill.dsl.graph.TaskNode;
import java.util.List;

/// What an agent must have to run a task. Tasks that require the same compete for the same slots.
///
/// @param queue queue it must serve, empty for the default one
/// @param labels labels it must carry, sorted
public record Requirement(String queue, List<String> labels) {
  /// Any agent of the default queue.
  public static final Requirement NONE = new Requirement("", List.of());

  public Requirement {
    labels = List.copyOf(labels);
  }

  /// What a task requires.
  public static Requirement of(TaskNode task) {
    return task.queue().isEmpty() && task.labels().isEmpty() ? NONE : new Requirement(task.queue(), task.labels());
  }
}
