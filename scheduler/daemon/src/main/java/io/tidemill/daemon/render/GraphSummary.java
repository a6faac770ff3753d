package io.tidemill.daemon.render;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.params.ParamNode;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Shows a checked DAG: parameters, and tasks with their upstreams.
public final class GraphSummary {
  private static final int HASH_SHOWN = 12;

  private GraphSummary() {}

  /// Writes to the terminal.
  public static void print(Graph graph, Terminal terminal) {
    terminal.line(
        terminal.paint(Style.GOOD, "✓ " + graph.dag()) + "  " + Text.count(graph.tasks().size(), "task") + ", graph "
            + GraphJson.hash(graph).substring(0, HASH_SHOWN));
    for (ParamNode param : graph.params()) {
      String text = param.defaultText();
      terminal.line("  param " + param.name() + ": " + Text.line(param.type().text())
          + (text == null ? ", required" : ", default " + (text.isEmpty() ? "an empty text" : Text.line(text)))
          + (param.doc().isEmpty() ? "" : "  " + Text.line(param.doc())));
    }
    for (ScheduleNode schedule : graph.schedules()) {
      terminal.line("  schedule " + schedule.name() + ": " + Text.line(ScheduleText.of(schedule)));
    }
    if (!graph.schedules().isEmpty()) {
      terminal.line("  overlap " + ScheduleText.of(graph.overlap()));
    }
    if (graph.runDeadlineMillis() > 0) {
      terminal.line("  run deadline " + time(graph.runDeadlineMillis()));
    }
    for (TaskNode task : graph.tasks()) {
      String waitsFor = task.edges().stream().map(GraphSummary::edge).collect(Collectors.joining(", "));
      String options = String.join(", ", options(task));
      terminal.line("  " + task.id() + "  " + task.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
          + (waitsFor.isEmpty() ? "" : "  <- " + waitsFor)
          + (task.joinRule() == JoinRule.ALL_SUCCESS ? "" : "  when " + task.joinRule())
          + (options.isEmpty() ? "" : "  " + Text.line(options))
          + terminal.paint(Style.FAINT, "  " + Text.line(task.place())));
    }
  }

  /// What is declared about a task beside its upstreams, where it is not the default.
  private static List<String> options(TaskNode task) {
    List<String> options = new ArrayList<>();
    RetryNode retry = task.retry();
    if (retry.attempts() > 1) {
      options.add(retry.attempts() + " attempts"
          + (retry.delayMillis() > 0 ? " after " + time(retry.delayMillis()) : "")
          + (retry.factor() == 1 ? "" : " × " + retry.factor())
          + (retry.maxDelayMillis() > 0 ? " up to " + time(retry.maxDelayMillis()) : ""));
    }
    add(options, "timeout", task.timeouts().attemptMillis());
    add(options, "total timeout", task.timeouts().totalMillis());
    add(options, "queue timeout", task.timeouts().queueMillis());
    ShardNode shard = task.shard();
    if (shard != null) {
      if (shard.concurrency() > 0) {
        options.add(shard.concurrency() + " at a time");
      }
      if (shard.policy() == FailurePolicy.TOLERATE) {
        options.add("at most " + (shard.maxFailedShards() >= 0
            ? Text.count(shard.maxFailedShards(), "shard")
            : shard.maxFailedFraction() + " of all shards") + " may fail");
      }
      if (shard.totalRetries() > 0) {
        options
            .add("at most " + shard.totalRetries() + (shard.totalRetries() == 1 ? " retry" : " retries") + " in all");
      }
    }
    if (task.allowFailure()) {
      options.add("may fail");
    }
    if (!task.labels().isEmpty()) {
      options.add("needs label " + String.join(", ", task.labels()));
    }
    if (!task.queue().isEmpty()) {
      options.add("queue " + task.queue());
    }
    if (task.isolated()) {
      options.add("isolated");
    }
    return options;
  }

  private static void add(List<String> options, String name, long millis) {
    if (millis > 0) {
      options.add(name + " " + time(millis));
    }
  }

  private static String time(long millis) {
    return DurationText.of(Duration.ofMillis(millis));
  }

  private static String edge(EdgeNode edge) {
    String variants = edge.variants().isEmpty() ? "" : String.join("|", edge.variants());
    String kind = edge.kind() == EdgeKind.DATA ? "" : edge.kind().name().toLowerCase(Locale.ROOT);
    String more = kind.isEmpty() ? variants : variants.isEmpty() ? kind : kind + " " + variants;
    return edge.from() + (more.isEmpty() ? "" : " (" + more + ")");
  }
}
