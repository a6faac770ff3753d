package io.tidemill.agent;

import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.bundle.StackTraceFilter;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.value.ValueCodec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One built DAG of one bundle, ready to be run.
final class DagCode {
  private final Dag<?> dag;
  private final PreparedBundle bundle;
  private final ValueCodec codec;
  private final StackTraceFilter trace;
  private final LoadedBundle loaded;
  /// Keeps the other DAGs of its bundle, which are found together again.
  private final Map<String, DagCode> together;
  private final Map<String, Entry> tasks = new HashMap<>();

  /// One task of the DAG.
  record Entry(TaskNode node, TaskCode code) {}

  /// @param codec the bundle's
  /// @param together all DAGs of the bundle
  DagCode(Dag<?> dag, PreparedBundle prepared, LoadedBundle bundle, ValueCodec codec,
      Map<String, DagCode> together) {
    this.dag = dag;
    this.bundle = prepared;
    this.codec = codec;
    this.loaded = bundle;
    this.together = together;
    this.trace = new StackTraceFilter(bundle.classLoader());
    for (TaskNode node : dag.graph().tasks()) {
      if (node.kind() != io.tidemill.dsl.graph.TaskKind.JOIN) {
        tasks.put(node.id(), new Entry(node, dag.code(node.id())));
      }
    }
  }

  Dag<?> dag() {
    return dag;
  }

  /// Where the code was found.
  PreparedBundle bundle() {
    return bundle;
  }

  ValueCodec codec() {
    return codec;
  }

  StackTraceFilter trace() {
    return trace;
  }

  LoadedBundle loaded() {
    return loaded;
  }

  ClassLoader loader() {
    return loaded.classLoader();
  }

  /// All DAGs of its bundle by id.
  Map<String, DagCode> together() {
    return together;
  }

  /// A task that has a body, null if there is none of that id.
  @Nullable Entry task(String id) {
    return tasks.get(id);
  }
}
