package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.overview.GridFilter;
import io.tidemill.api.overview.GridView;
import io.tidemill.api.overview.GridView.GridRun;
import io.tidemill.api.overview.GridView.GridTask;
import io.tidemill.api.run.TriggerView;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.Queries.TaskStateRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Reads the grid of a DAG: two questions to the query tables, whatever its size.
///
/// @param queries the query tables
/// @param found finds the DAG and the graphs of its versions
record GridReader(Queries queries, RequestResolver found) {
  GridView read(String id, GridFilter filter) {
    if (filter.limit() < 1 || filter.limit() > GridFilter.MOST) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", "limit",
          "Expected a limit from 1 to " + GridFilter.MOST, "" + filter.limit(), "1 to " + GridFilter.MOST)));
    }
    Catalog.Dag dag = found.dag(id);
    Map<List<Integer>, CompiledGraph> versions = new HashMap<>();
    Map<String, Integer> columns = new LinkedHashMap<>();
    if (dag.active() > 0) {
      addTasks(columns, graph(dag, List.of(dag.active()), versions));
    }
    int present = columns.size();
    String cursor = filter.cursor();
    int most = Math.clamp(GridView.MOST_CELLS / Math.max(1, present), 1, filter.limit());
    List<RunRow> rows = queries.runs(dag.number(), List.of(), cursor == null ? null : RunCursor.read(cursor), most + 1);
    boolean more = rows.size() > most;
    List<RunRow> shown = more ? rows.subList(0, most) : rows;
    shown.forEach(row -> addTasks(columns, graph(dag, row.versions(), versions)));
    Map<Long, List<TaskStateRow>> states = shown.isEmpty()
        ? Map.of()
        : queries.taskStates(dag.number(), shown.getLast().run(), shown.getFirst().run())
            .stream()
            .collect(Collectors.groupingBy(TaskStateRow::run));
    return new GridView(
        columns.entrySet().stream().map(task -> new GridTask(task.getKey(), task.getValue() >= present)).toList(),
        shown.stream()
            .map(row -> run(row, letters(graph(dag, row.versions(), versions), columns,
                states.getOrDefault(row.run(), List.of()))))
            .toList(),
        more ? RunCursor.after(shown.getLast()) : null);
  }

  private CompiledGraph graph(Catalog.Dag dag, List<Integer> run, Map<List<Integer>, CompiledGraph> versions) {
    return versions.computeIfAbsent(run, each -> found.compiled(dag, each));
  }

  private static void addTasks(Map<String, Integer> columns, CompiledGraph graph) {
    graph.tasks().forEach(task -> columns.putIfAbsent(task.id(), columns.size()));
  }

  private static String letters(CompiledGraph graph, Map<String, Integer> columns, List<TaskStateRow> rows) {
    char[] letters = new char[columns.size()];
    Arrays.fill(letters, GridView.NO_TASK);
    int[] places = new int[graph.size()];
    for (CompiledTask task : graph.tasks()) {
      places[task.index()] = Objects.requireNonNull(columns.get(task.id()));
      letters[places[task.index()]] = GridView.LETTERS.charAt(TaskState.WAITING.ordinal());
    }
    for (TaskStateRow row : rows) {
      char letter = GridView.LETTERS.charAt(row.state());
      letters[places[row.task()]] = row.attempt() > 1 ? Character.toLowerCase(letter) : letter;
    }
    return new String(letters);
  }

  private static GridRun run(RunRow row, String states) {
    return new GridRun(row.run(), row.version(), row.status(), new TriggerView(row.trigger(), row.origin()),
        Instant.ofEpochMilli(RunViews.begun(row)), RunViews.took(row), states);
  }
}
