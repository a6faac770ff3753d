package io.tidemill.dsl;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/// A graph as lines of text.
final class Summary {
  private Summary() {}

  static void print(Graph graph, PrintStream out) {
    out.println(
        "DAG " + graph.dag() + ": " + graph.tasks().size() + " tasks, graph " + GraphJson.hash(graph).substring(0, 12));
    for (var task : graph.tasks()) {
      var edges = task.edges().stream().map(Summary::edge).collect(Collectors.joining(", "));
      out.println("  " + task.id() + " (" + task.kind().name().toLowerCase(Locale.ROOT) + ") -> " + task.resultType()
          + (edges.isEmpty() ? "" : " after " + edges));
    }
    out.println("The graph is valid. To run it here, add io.tidemill:dag-test to the class path.");
  }

  private static String edge(EdgeNode edge) {
    return edge.from() + (edge.kind() == EdgeKind.DATA ? "" : " [" + edge.kind().name().toLowerCase(Locale.ROOT) + "]")
        + (edge.variants().isEmpty() ? "" : " if " + String.join(" or ", edge.variants()));
  }
}
