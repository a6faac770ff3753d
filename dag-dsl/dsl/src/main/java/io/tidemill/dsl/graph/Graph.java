package io.tidemill.dsl.graph;

import io.tidemill.dsl.params.ParamNode;
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
/// @param schedules declared schedules in the order of their declaration, empty where the DAG runs by hand only
/// @param onAssets assets on which the DAG runs, null for none
/// @param overlap what becomes of a slot that is due while runs of earlier slots are active
/// @param runDeadlineMillis longest time from creation to end of a run in milliseconds, 0 for none
/// @param cancelGraceMillis longest time that clean-up tasks may still take once a run was cancelled or its deadline is over, in
///     milliseconds; 0: they do not run then
/// @param groups named groups of tasks, in declaration order
/// @param tasks all tasks in declaration order; edges name tasks of this list
public record Graph(int schema, String dag, String doc, String owner, List<String> tags, List<ParamNode> params,
    List<ScheduleNode> schedules, @Nullable OnAssetsNode onAssets, OverlapNode overlap, long runDeadlineMillis,
    long cancelGraceMillis, List<GroupNode> groups, List<TaskNode> tasks) {
  /// Schema version written by this build.
  public static final int SCHEMA = 1;

  /// Time for clean-up where nobody says otherwise, in milliseconds.
  public static final long CANCEL_GRACE_MILLIS = 600_000;

  /// A graph with the usual time for clean-up.
  public Graph(int schema, String dag, String doc, String owner, List<String> tags, List<ParamNode> params,
      List<ScheduleNode> schedules, OverlapNode overlap, long runDeadlineMillis, List<GroupNode> groups,
      List<TaskNode> tasks) {
    this(schema, dag, doc, owner, tags, params, schedules, null, overlap, runDeadlineMillis, CANCEL_GRACE_MILLIS,
        groups, tasks);
  }

  /// A graph of a DAG that runs on no asset.
  public Graph(int schema, String dag, String doc, String owner, List<String> tags, List<ParamNode> params,
      List<ScheduleNode> schedules, OverlapNode overlap, long runDeadlineMillis, long cancelGraceMillis,
      List<GroupNode> groups, List<TaskNode> tasks) {
    this(schema, dag, doc, owner, tags, params, schedules, null, overlap, runDeadlineMillis, cancelGraceMillis, groups,
        tasks);
  }

  /// Names and types of the parameters, in their order: what decides whether parameters of one version fit another.
  public List<String> paramSchema() {
    return params.stream().map(param -> param.name() + ": " + param.type().text()).toList();
  }

  public Graph {
    tags = List.copyOf(tags);
    params = List.copyOf(params);
    schedules = List.copyOf(schedules);
    groups = List.copyOf(groups);
    tasks = List.copyOf(tasks);
  }
}
