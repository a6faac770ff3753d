package io.tidemill.daemon.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.TriggerView;
import io.tidemill.api.task.TaskView;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LiveTreeTest {
  private static final int COLUMNS = 80;
  private static final int ROWS = 10;

  private final StringWriter written = new StringWriter();
  private final Terminal terminal = new Terminal(new PrintWriter(written), new PrintWriter(written), true, false,
      COLUMNS, ROWS);
  private final LiveTree tree = new LiveTree(terminal);

  private static TaskView task(String id, TaskState state) {
    Instant start = Instant.EPOCH;
    return new TaskView(id, "TASK", state, List.of(), true, 1, 1, false, false, null, start, start,
        start.plusSeconds(1), null, null, null,
        null,
        state == TaskState.RUNNING ? new TaskView.ShardCounts(100_000, 55_555, 44_444) : null, null, null, false);
  }

  private static RunDetail detail(String dag, TaskView... tasks) {
    return new RunDetail(
        new RunView(dag, 1, 1, 1, RunStatus.RUNNING, null, new TriggerView("manual", "me"), Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(1),
            tasks.length, 0, 0, null, null),
        JsonNodeFactory.instance.objectNode(), List.of(tasks), Map.of(), List.of(), false, List.of());
  }

  /// What a terminal of 80 columns that wraps long lines shows of what was written.
  private List<String> screen() {
    List<String> lines = new ArrayList<>(List.of(""));
    int row = 0;
    Matcher parts = Pattern.compile("\u001b\\[(\\d*)([AKJ])|\n|[^\u001b\n]+").matcher(written.toString());
    int column = 0;
    while (parts.find()) {
      String part = parts.group();
      if (part.equals("\n")) {
        row++;
        column = 0;
        if (row == lines.size()) {
          lines.add("");
        }
      } else if (part.startsWith("\u001b")) {
        String line = lines.get(row);
        switch (parts.group(2)) {
          case "A" -> row -= Integer.parseInt(parts.group(1));
          case "J" -> {
            lines.subList(row + 1, lines.size()).clear();
            lines.set(row, line.substring(0, Math.min(column, line.length())));
          }
          default -> lines.set(row, line.substring(0, Math.min(column, line.length())));
        }
      } else {
        for (int from = 0; from < part.length(); from += COLUMNS) {
          if (from > 0) {
            row++;
            lines.add(row, "");
          }
          String piece = part.substring(from, Math.min(part.length(), from + COLUMNS));
          String line = lines.get(row);
          lines.set(row, piece + (line.length() > piece.length() ? line.substring(piece.length()) : ""));
          column = piece.length();
        }
      }
    }
    return lines;
  }

  @Test void it_is_redrawn_in_place_and_leaves_nothing_of_what_was_longer() {
    tree.show(detail("d".repeat(100), task("x".repeat(100), TaskState.RUNNING), task("b", TaskState.RUNNING)),
        Map.of());
    assertThat(screen()).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));

    tree.show(detail("d", task("a", TaskState.SUCCESS)), Map.of());

    assertThat(screen()).containsExactly("d/1  0/1 task  RUNNING  1.0 s", "  ✓ a  SUCCESS  1.0 s", "");
  }

  @Test void a_note_stands_above_the_tree() {
    tree.show(detail("d", task("a", TaskState.SUCCESS), task("b", TaskState.SUCCESS)), Map.of());

    tree.note("cancelling d/1");
    tree.show(detail("d", task("a", TaskState.SUCCESS)), Map.of());

    assertThat(screen()).containsExactly("cancelling d/1", "d/1  0/1 task  RUNNING  1.0 s", "  ✓ a  SUCCESS  1.0 s",
        "");
  }

  @Test void it_is_never_higher_than_the_terminal_and_keeps_what_runs_or_failed() {
    TaskView[] tasks = new TaskView[30];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = task("t" + i, i < 20 ? TaskState.SUCCESS : i == 29 ? TaskState.FAILED : TaskState.RUNNING);
    }

    tree.show(detail("d", tasks), Map.of());

    assertThat(screen()).hasSize(ROWS)
        .startsWith("d/1  0/30 tasks  RUNNING  1.0 s")
        .endsWith("  … and 23 more tasks", "")
        .anyMatch(line -> line.contains("t29"))
        .noneMatch(line -> line.contains("✓"));
  }
}
