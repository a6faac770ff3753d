package io.tidemill.dsl.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The graph of one DAG: its tasks with their edges, and what was declared about the DAG itself.
///
/// @param schema version of this record's JSON form, [#SCHEMA] when written by this build
/// @param dag id of the DAG
/// @param doc Markdown, empty where nothing was written
/// @param owner who answers for the DAG, empty where nobody was named
/// @param tags free words to find the DAG by, sorted
/// @param params fields of the parameter record in declaration order, empty where the DAG takes none
/// @param schedule declared schedule, or null
/// @param runDeadlineMillis longest time from creation to end of a run in milliseconds, 0 for none
/// @param groups named groups of tasks, in declaration order
/// @param tasks all tasks in declaration order; edges name tasks of this list
public record Graph(int schema, String dag, String doc, String owner, List<String> tags, List<ParamNode> params,
    @Nullable ScheduleNode schedule, long runDeadlineMillis, List<GroupNode> groups, List<TaskNode> tasks) {
  /// Schema version written by this build.
  public static final int SCHEMA = 1;

  public Graph {
    tags = List.copyOf(tags);
    params = List.copyOf(params);
    groups = List.copyOf(groups);
    tasks = List.copyOf(tasks);
  }
}
