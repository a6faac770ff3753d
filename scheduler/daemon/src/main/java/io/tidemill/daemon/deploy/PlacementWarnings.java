package io.tidemill.daemon.deploy;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.engine.graph.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Warns of tasks that no connected agent could run. Not an error: matching agents may connect later.
final class PlacementWarnings {
  private static final int MAX_NAMED = 5;

  private PlacementWarnings() {}

  /// One sentence for each reason.
  static List<String> tasks(List<Graph> graphs, Function<Requirement, @Nullable String> unable) {
    List<String> warnings = new ArrayList<>();
    for (Graph graph : graphs) {
      Map<String, List<String>> byReason = new LinkedHashMap<>();
      for (TaskNode task : graph.tasks()) {
        String reason = task.kind() == TaskKind.JOIN ? null : unable.apply(Requirement.of(task));
        if (reason != null) {
          byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(task.id());
        }
      }
      byReason.forEach((reason, tasks) -> warnings.add(graph.dag() + ": " + names(tasks) + " would wait: " + reason));
    }
    return warnings;
  }

  private static String names(List<String> tasks) {
    String named = String.join(", ", tasks.subList(0, Math.min(MAX_NAMED, tasks.size())));
    int more = tasks.size() - MAX_NAMED;
    return (tasks.size() == 1 ? "task " : "tasks ") + named + (more > 0 ? " and " + more + " more" : "");
  }
}
