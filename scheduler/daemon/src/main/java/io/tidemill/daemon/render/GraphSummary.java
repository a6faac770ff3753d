package io.tidemill.daemon.render;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.dsl.graph.ParamNode;
import io.tidemill.dsl.graph.TaskNode;
import java.util.Locale;
import java.util.stream.Collectors;

/// Shows a checked DAG: parameters, and tasks with their upstreams.
public final class GraphSummary {
  private static final int HASH_SHOWN = 12;

  private GraphSummary() {}

  /// Writes to the terminal.
  public static void print(Graph graph, Terminal terminal) {
    terminal.line(terminal.paint(Style.GOOD, "✓ " + graph.dag()) + "  " + graph.tasks().size() + " tasks, graph "
        + GraphJson.hash(graph).substring(0, HASH_SHOWN));
    for (ParamNode param : graph.params()) {
      terminal.line("  param " + param.name() + ": " + param.type()
          + (param.defaultJson() == null ? ", required" : ", default " + Text.line(param.defaultJson()))
          + (param.doc().isEmpty() ? "" : "  " + Text.line(param.doc())));
    }
    for (TaskNode task : graph.tasks()) {
      String waitsFor = task.edges().stream().map(GraphSummary::edge).collect(Collectors.joining(", "));
      terminal.line("  " + task.id() + "  " + task.kind().name().toLowerCase(Locale.ROOT)
          + (waitsFor.isEmpty() ? "" : "  <- " + waitsFor)
          + terminal.paint(Style.FAINT, "  " + Text.line(task.place())));
    }
  }

  private static String edge(EdgeNode edge) {
    String variants = edge.variants().isEmpty() ? "" : String.join("|", edge.variants());
    String kind = edge.kind() == EdgeKind.DATA ? "" : edge.kind().name().toLowerCase(Locale.ROOT);
    String more = kind.isEmpty() ? variants : variants.isEmpty() ? kind : kind + " " + variants;
    return edge.from() + (more.isEmpty() ? "" : " (" + more + ")");
  }
}
