package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunView;
import io.tidemill.api.task.FailureView;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.RunStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Shows an ended run: status, failures, results.
public final class RunEnd {
  private static final int MAX_FAILURES = 20;
  private static final int LONGEST_MESSAGE = 500;
  private static final int MAX_RESULT = 4_000;

  private RunEnd() {}

  /// Writes to the terminal.
  ///
  /// @param results results of the tasks without downstream tasks, by id
  public static void print(RunDetail detail, Map<String, JsonNode> results, Terminal terminal) {
    failures(detail, terminal);
    results.forEach((task, result) -> {
      String json = Text.line(result.toString());
      terminal.line(task + ": " + (json.length() <= MAX_RESULT
          ? json
          : json.substring(0, MAX_RESULT) + "… (" + json.length() + " characters; -o json shows all)"));
    });
    RunView run = detail.run();
    boolean good = run.status() == RunStatus.SUCCESS;
    String cause = run.cause();
    terminal.line(terminal.paint(good ? Style.GOOD : Style.BAD, Text.line(run.name()) + " " + run.status()) + " in "
        + Text.span(run.begun(), run.endedAt()) + ", " + Text.count(run.done(), "task")
        + (good || cause == null ? "" : ": " + Text.line(cause)));
    if (run.status() == RunStatus.FAILED) {
      terminal.note("  see `tidemill logs " + run.name() + "`, then `tidemill rerun " + run.name() + " --failed`");
    }
  }

  private static void failures(RunDetail detail, Terminal terminal) {
    // One line for each failed task; its earlier attempts are in the log.
    Map<String, FailureView> latest = new LinkedHashMap<>();
    for (FailureView failure : detail.failures()) {
      latest.merge(failure.task() + "/" + failure.shardIndex(), failure,
          (one, other) -> one.attempt() >= other.attempt() ? one : other);
    }
    List<FailureView> shown = latest.values().stream().filter(failure -> stillFailed(detail, failure)).toList();
    shown.stream()
        .limit(MAX_FAILURES)
        .forEach(failure -> terminal.line(line(failure, terminal) + (tolerated(detail, failure) ? ", tolerated" : "")));
    if (shown.size() > MAX_FAILURES || detail.moreFailures()) {
      terminal.line("  … and " + (detail.moreFailures() ? "more" : shown.size() - MAX_FAILURES + " more"));
    }
  }

  /// Whether the run goes on in spite of it.
  private static boolean tolerated(RunDetail detail, FailureView failure) {
    return detail.tasks()
        .stream()
        .filter(task -> task.id().equals(failure.task()))
        .anyMatch(task -> task.tolerated() || task.state() == TaskState.SUCCESS);
  }

  /// Whether it counts as a failure: cancelled and lost attempts do not.
  private static boolean stillFailed(RunDetail detail, FailureView failure) {
    return !failure.kind().equals("CANCELLED") && detail.tasks()
        .stream()
        .filter(task -> task.id().equals(failure.task()))
        .anyMatch(task -> task.state().failed() || (task.shards() != null && task.shards().failed() > 0));
  }

  private static String line(FailureView failure, Terminal terminal) {
    String type = failure.type().substring(failure.type().lastIndexOf('.') + 1);
    String what = type.isEmpty() ? failure.kind() : type;
    return terminal.paint(Style.BAD, "✗ " + Text.line(failure.name())) + " attempt " + failure.attempt() + ": "
        + Text.line(what) + Text.line(failure.where())
        + (failure.message().isEmpty() ? "" : ": " + Text.cut(Text.line(failure.message()), LONGEST_MESSAGE))
        + (failure.place().isEmpty() ? "" : " (" + Text.line(failure.place()) + ")");
  }
}
