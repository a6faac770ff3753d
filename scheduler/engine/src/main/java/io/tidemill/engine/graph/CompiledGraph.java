package io.tidemill.engine.graph;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.TaskNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One version of a DAG, made ready for deciding. Immutable.
public final class CompiledGraph {
  private final int version;
  private final String bundle;
  private final Graph graph;
  private final List<CompiledTask> tasks;
  private final Map<String, CompiledTask> byId;

  private CompiledGraph(int version, String bundle, Graph graph, List<CompiledTask> tasks,
      Map<String, CompiledTask> byId) {
    this.version = version;
    this.bundle = bundle;
    this.graph = graph;
    this.tasks = tasks;
    this.byId = byId;
  }

  /// Makes the plan of a version.
  ///
  /// @param bundle hash of the bundle that holds the code
  /// @throws IllegalArgumentException if an edge names a task that is not there, or two tasks have one id
  public static CompiledGraph of(int version, String bundle, Graph graph) {
    Map<String, Integer> indexes = new HashMap<>();
    for (TaskNode node : graph.tasks()) {
      if (indexes.put(node.id(), indexes.size()) != null) {
        throw new IllegalArgumentException("Expected task ids to be unique, but found '" + node.id() + "' twice");
      }
    }
    List<List<Edge>> in = new ArrayList<>();
    List<List<Edge>> out = new ArrayList<>();
    graph.tasks().forEach(node -> {
      in.add(new ArrayList<>());
      out.add(new ArrayList<>());
    });
    for (TaskNode node : graph.tasks()) {
      int to = in(indexes, node.id(), node.id());
      for (EdgeNode edge : node.edges()) {
        int from = in(indexes, edge.from(), node.id());
        Edge planned = new Edge(from, to, edge.kind(), edge.variants());
        in.get(to).add(planned);
        out.get(from).add(planned);
      }
    }
    List<CompiledTask> tasks = new ArrayList<>();
    Map<String, CompiledTask> byId = new HashMap<>();
    for (TaskNode node : graph.tasks()) {
      int index = tasks.size();
      CompiledTask task = new CompiledTask(index, node, List.copyOf(in.get(index)), List.copyOf(out.get(index)),
          Requirement.of(node));
      tasks.add(task);
      byId.put(node.id(), task);
    }
    return new CompiledGraph(version, bundle, graph, List.copyOf(tasks), byId);
  }

  private static int in(Map<String, Integer> indexes, String id, String of) {
    Integer index = indexes.get(id);
    if (index == null) {
      throw new IllegalArgumentException(
          "Expected the edges of task '" + of + "' to name tasks of the graph, but found '" + id + "'");
    }
    return index;
  }

  /// Number of the version.
  public int version() {
    return version;
  }

  /// Hash of the bundle that holds the code.
  public String bundle() {
    return bundle;
  }

  /// The graph this plan was made of.
  public Graph graph() {
    return graph;
  }

  /// All tasks by index.
  public List<CompiledTask> tasks() {
    return tasks;
  }

  /// The task with that index.
  public CompiledTask task(int index) {
    return tasks.get(index);
  }

  /// The task with that id, or null.
  public @Nullable CompiledTask task(String id) {
    return byId.get(id);
  }

  /// Number of tasks.
  public int size() {
    return tasks.size();
  }

  /// An edge between two tasks by index.
  ///
  /// @param variants simple names of the variants for which it is open, empty for all
  public record Edge(int from, int to, EdgeKind kind, List<String> variants) {
    /// Whether a result of that variant passes.
    public boolean opens(String variant) {
      return variants.isEmpty() || variants.contains(variant);
    }
  }
}
