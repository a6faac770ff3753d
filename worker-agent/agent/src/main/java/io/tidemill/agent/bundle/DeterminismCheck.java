package io.tidemill.agent.bundle;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Builds a bundle's DAGs again, in a fresh process with another zone, locale, environment and identity hashes, under several orders of
/// hash sets, and compares: every agent builds them again, and must find the tasks the scheduler knows.
///
/// The clock of that process is only as much later as it takes to start it. Java has no portable way to run a process under
/// another time, so a DAG that looks at the date alone is found out only when the day changes.
public final class DeterminismCheck {
  private static final JsonMapper JSON = new JsonMapper();

  private DeterminismCheck() {}

  /// Compares the graphs with those of a second build.
  ///
  /// @param first the graphs of the first build
  /// @throws BundleException if the second build differs, telling the first difference, or fails
  public static void check(PreparedBundle prepared, List<Graph> first)
      throws BundleException, IOException, InterruptedException {
    ExtractionEnvironment strange = ExtractionEnvironment.strange(BundleVariables.of(prepared));
    List<Graph> others = GraphExtraction.inChild(prepared, strange);
    int builds = strange.orders().size();
    if (first.isEmpty() || others.size() != builds * first.size()) {
      compare(prepared.name(), first, others);
      return;
    }
    for (int i = 0; i < builds; i++) {
      compare(prepared.name(), first, others.subList(i * first.size(), (i + 1) * first.size()));
    }
  }

  /// Compares two builds.
  static void compare(String name, List<Graph> first, List<Graph> second) throws BundleException {
    if (!ids(first).equals(ids(second))) {
      throw different(name, "the DAGs are " + ids(first) + " and then " + ids(second));
    }
    for (int i = 0; i < first.size(); i++) {
      if (!GraphJson.hash(first.get(i)).equals(GraphJson.hash(second.get(i)))) {
        String difference = difference(JSON.readTree(GraphJson.write(first.get(i))),
            JSON.readTree(GraphJson.write(second.get(i))), "");
        throw different(name, "DAG " + first.get(i).dag() + (difference == null ? " differs" : difference));
      }
    }
  }

  private static String ids(List<Graph> graphs) {
    return graphs.stream().map(Graph::dag).collect(Collectors.joining(", "));
  }

  private static BundleException different(String name, String difference) {
    return new BundleException("Expected " + name + " to build the same DAGs each time, but " + difference
        + ". A DAG must not depend on the time, the zone, the locale, random numbers, the environment or the order of a"
        + " hash set");
  }

  /// The first difference of two trees as ` at <path>: a and then b`, null if there is none. Places do not count.
  private static @Nullable String difference(JsonNode first, JsonNode second, String path) {
    if (first.isObject() && second.isObject()) {
      for (String name : first.propertyNames()) {
        JsonNode other = second.get(name);
        if (!name.equals("place")) {
          String found = difference(first.get(name), other == null ? JSON.nullNode() : other, path + "." + name);
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    }
    if (first.isArray() && second.isArray()) {
      for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
        String id = first.get(i).path("id").asString("");
        String found = difference(first.get(i), second.get(i), path + "[" + (id.isEmpty() ? i : id) + "]");
        if (found != null) {
          return found;
        }
      }
      return first.size() == second.size()
          ? null
          : " has " + first.size() + " and then " + second.size() + " entries at " + path;
    }
    return first.equals(second)
        ? null
        : " at " + path + ": " + StackTraceFilter.capped(first.toString(), 200) + " and then "
            + StackTraceFilter.capped(second.toString(), 200);
  }
}
