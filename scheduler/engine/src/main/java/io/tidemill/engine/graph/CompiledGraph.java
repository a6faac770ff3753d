package io.tidemill.engine.graph;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final List<Integer> versions;
  private final BitSet removed;
  private final int slotParams;

  private CompiledGraph(int version, String bundle, Graph graph, List<CompiledTask> tasks,
      Map<String, CompiledTask> byId, List<Integer> versions, BitSet removed) {
    this.version = version;
    this.bundle = bundle;
    this.graph = graph;
    this.tasks = tasks;
    this.byId = byId;
    this.versions = versions;
    this.removed = removed;
    this.slotParams = tasks.stream()
        .filter(task -> task.node().kind() == TaskKind.SLOT_PARAMS)
        .mapToInt(CompiledTask::index)
        .findFirst()
        .orElse(-1);
  }

  /// Compiles the graph of a version.
  ///
  /// @param bundle hash of the bundle that holds the code
  /// @throws IllegalArgumentException if an edge names a task that is not there, or two tasks have one id
  public static CompiledGraph of(int version, String bundle, Graph graph) {
    return of(version, bundle, graph, List.of(), List.of());
  }

  /// The same version for a run that was on another one before. A task is named by its id, so it keeps its index; tasks that are
  /// new stand behind, and those that are gone stay where they were, without edges.
  ///
  /// @param before what the run was on
  public CompiledGraph followingOn(CompiledGraph before) {
    List<Integer> versions = new ArrayList<>(before.versions);
    versions.add(version);
    return of(version, bundle, graph, before.tasks, List.copyOf(versions));
  }

  private static CompiledGraph of(int version, String bundle, Graph graph, List<CompiledTask> before,
      List<Integer> versions) {
    Map<String, TaskNode> declared = new LinkedHashMap<>();
    for (TaskNode node : graph.tasks()) {
      if (declared.put(node.id(), node) != null) {
        throw new IllegalArgumentException("Expected task ids to be unique, but found '" + node.id() + "' twice");
      }
    }
    List<TaskNode> nodes = new ArrayList<>();
    BitSet removed = new BitSet();
    for (CompiledTask task : before) {
      TaskNode node = declared.remove(task.id());
      removed.set(task.index(), node == null);
      nodes.add(node == null ? task.node() : node);
    }
    nodes.addAll(declared.values());
    Map<String, Integer> indexes = new HashMap<>();
    for (TaskNode node : nodes) {
      indexes.put(node.id(), indexes.size());
    }
    List<List<Edge>> in = new ArrayList<>();
    List<List<Edge>> out = new ArrayList<>();
    nodes.forEach(node -> {
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
    for (TaskNode node : nodes) {
      int index = tasks.size();
      CompiledTask task = new CompiledTask(index, node, List.copyOf(in.get(index)), List.copyOf(out.get(index)),
          Requirement.of(node));
      tasks.add(task);
      byId.put(node.id(), task);
    }
    return new CompiledGraph(version, bundle, graph, List.copyOf(tasks), byId,
        versions.isEmpty() ? List.of(version) : versions, removed);
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

  /// Versions that the run was on one after the other, this one last.
  public List<Integer> versions() {
    return versions;
  }

  /// Whether the version has a task no more that a version before had.
  public boolean removed(int index) {
    return removed.get(index);
  }

  /// Hash of the bundle that holds the code.
  public String bundle() {
    return bundle;
  }

  /// The graph this was compiled of.
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

  /// Index of the task that makes the parameters of a run of its slot, -1 if there is none.
  public int slotParams() {
    return slotParams;
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
