package io.tidemill.api.service;

import io.tidemill.api.ViewJson;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.dag.QuarantineView;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.TriggerView;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes views of rows.
final class RunViews {
  private RunViews() {}

  static DagView dag(Catalog.Dag dag, CompiledGraph compiled, @Nullable QuarantineEntry quarantineEntry) {
    var graph = compiled.graph();
    return new DagView(dag.id(), dag.active(), compiled.size(), graph.doc(), graph.owner(), graph.tags(),
        starts(graph),
        graph.params()
            .stream()
            .map(param -> new DagView.ParamView(param.name(), param.type().text(), param.doc(), param.defaultJson()))
            .toList(),
        quarantine(quarantineEntry));
  }

  /// What starts it by itself, in words; null where nothing does.
  private static @Nullable String starts(Graph graph) {
    String text = Stream
        .concat(graph.schedules().stream().map(ScheduleNode::text),
            Stream.ofNullable(graph.onAssets()).map(OnAssetsNode::text))
        .collect(Collectors.joining("; "));
    return text.isEmpty() ? null : text;
  }

  /// A DAG whose graph cannot be read: what is known of it, and why not more.
  static DagView unreadable(Catalog.Dag dag, @Nullable QuarantineEntry quarantineEntry, RuntimeException e) {
    QuarantineView why = quarantineEntry == null
        ? new QuarantineView(Instant.now(), "its graph cannot be read: " + e.getMessage())
        : quarantine(quarantineEntry);
    return new DagView(dag.id(), dag.active(), 0, "", "", List.of(), null, List.of(), why);
  }

  private static @Nullable QuarantineView quarantine(@Nullable QuarantineEntry quarantineEntry) {
    return quarantineEntry == null
        ? null
        : new QuarantineView(Instant.ofEpochMilli(quarantineEntry.at()), quarantineEntry.reason());
  }

  /// When the present, or last, execution of a run began, in milliseconds since 1970.
  static long begun(RunRow row) {
    return row.startedAt() == 0 ? row.createdAt() : row.startedAt();
  }

  /// How long that took, in milliseconds; null where it is not over.
  static @Nullable Long took(RunRow row) {
    return row.endedAt() == 0 ? null : Long.valueOf(Math.max(0, row.endedAt() - begun(row)));
  }

  /// @param quarantineEntry why its DAG is kept apart, null if it is not
  static RunView run(String dag, RunRow row, @Nullable QuarantineEntry quarantineEntry) {
    QuarantineView quarantine = row.endedAt() == 0 ? quarantine(quarantineEntry) : null;
    return new RunView(dag, row.run(), row.version(), row.versions().getFirst(), row.status(), row.key(),
        new TriggerView(row.trigger(), row.origin()), Instant.ofEpochMilli(row.createdAt()), instant(row.startedAt()),
        instant(row.endedAt()), row.tasks(), row.done(), row.failed(), row.cause(),
        quarantine == null ? null : "its DAG is " + quarantine);
  }

  /// @param row null while the task waits for its upstreams
  /// @param waits why no agent takes it, null where one does
  static TaskView task(CompiledTask task, @Nullable TaskRow row, @Nullable String waits) {
    List<String> upstream = task.node().edges().stream().map(EdgeNode::from).distinct().toList();
    boolean last = task.out().isEmpty();
    String kind = task.node().kind().name();
    if (row == null) {
      return new TaskView(task.id(), kind, TaskState.WAITING, upstream, last, 0, null,
          task.node().allowFailure(), task.cleansUp(), null, null, null, null, null, null, null,
          null, null, null, null, false);
    }
    byte[] output = row.output();
    return new TaskView(task.id(), kind, TaskState.of(row.state()), upstream, last, row.attempt(),
        row.version() == 0 ? null : Integer.valueOf(row.version()), task.node().allowFailure(), task.cleansUp(),
        instant(row.dueAt()),
        instant(row.readyAt()), instant(row.startedAt()), instant(row.endedAt()), row.agent(),
        row.spent().ranMicros() == 0 ? null : Long.valueOf(row.spent().ranMicros()), known(row.spent().cpuMicros()),
        known(row.spent().peakBytes()),
        row.shards() < 0 ? null : new TaskView.ShardCounts(row.shards(), row.shardsDone(), row.shardsFailed()),
        waits, output == null || output.length == 0 ? null : json(output), row.outputId() != 0);
  }

  private static @Nullable Long known(long number) {
    return number < 0 ? null : Long.valueOf(number);
  }

  static FailureView failure(CompiledGraph compiled, FailureRow row) {
    return new FailureView(compiled.task(row.task()).id(), row.shardKey(), row.shard(), row.attempt(),
        row.version() == 0 ? null : Integer.valueOf(row.version()), row.kind(),
        row.type(), row.message(), row.place(), row.stack(), row.agent(), instant(row.endedAt()));
  }

  /// A value of the user's as JSON; a text where it is none.
  static JsonNode json(byte[] bytes) {
    try {
      return ViewJson.LENIENT.readTree(bytes);
    } catch (JacksonException | NumberFormatException _) {
      return JsonNodeFactory.instance.stringNode("(not JSON, " + bytes.length + " bytes)");
    }
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
