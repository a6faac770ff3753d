package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The tasks of a run, redrawn in place.
final class LiveTree implements RunScreen {
  private static final int MAX_TASKS = 20;
  /// The header, the line that counts hidden tasks, and the cursor: lines that have scrolled away cannot be redrawn.
  private static final int OTHER_LINES = 3;
  private static final int WIDEST_ID = 32;
  private static final String INDENT = "  ";
  /// Clears the rest of a line after it is overwritten, so that nothing flickers.
  private static final String CLEAR_REST = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Terminal terminal;
  private int drawn;

  LiveTree(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override public synchronized void show(RunDetail detail, Map<Integer, RunProgress> progress) {
    List<String> lines = lines(detail, progress);
    StringBuilder text = new StringBuilder();
    text.append(up());
    for (String line : lines) {
      text.append(line).append(CLEAR_REST).append('\n');
    }
    drawn = lines.size();
    terminal.out().print(text.append(CLEAR_BELOW));
    terminal.out().flush();
  }

  @Override public synchronized void note(String text) {
    terminal.out().print(up() + CLEAR_BELOW);
    drawn = 0;
    terminal.note(text);
  }

  /// Moves to the start of the first line of the tree.
  private String up() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A";
  }

  private List<String> lines(RunDetail detail, Map<Integer, RunProgress> progress) {
    var run = detail.run();
    List<String> lines = new ArrayList<>();
    lines.add(Text.cut(
        Text.line(run.name()) + "  " + run.done() + "/" + Text.count(run.tasks(), "task") + "  " + run.status() + "  "
            + Text.span(run.begun(), run.endedAt()),
        terminal.columns() - 1));
    int width = Math.min(WIDEST_ID, detail.tasks().stream().mapToInt(task -> task.id().length()).max().orElse(0));
    List<Integer> shown = shown(detail.tasks());
    for (int index : shown) {
      lines.add(INDENT + TaskLine.of(detail.tasks().get(index), progress.get(index), width,
          terminal.columns() - 1 - INDENT.length(), terminal));
    }
    if (shown.size() < detail.tasks().size()) {
      lines.add(INDENT + "… and " + (detail.tasks().size() - shown.size()) + " more tasks");
    }
    return lines;
  }

  /// All tasks, or the most important ones if there are many; in the order of the graph.
  private List<Integer> shown(List<TaskView> tasks) {
    int max = Math.min(MAX_TASKS, terminal.rows() - OTHER_LINES);
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      indexes.add(i);
    }
    if (tasks.size() > max) {
      indexes.sort(Comparator.comparingInt(index -> rank(tasks.get(index))));
      indexes.subList(max, indexes.size()).clear();
      indexes.sort(Comparator.naturalOrder());
    }
    return indexes;
  }

  private static int rank(TaskView task) {
    if (task.state().failed()) {
      return 0;
    }
    return task.state().active() ? 1 : task.state().terminal() ? 3 : 2;
  }
}
