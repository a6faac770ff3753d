package io.tidemill.daemon.render;

import io.tidemill.console.view.RunDetail;
import io.tidemill.console.view.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The tasks of a run, redrawn in place.
final class LiveTree implements RunScreen {
  private static final int MOST_LINES = 20;
  private static final int WIDEST_ID = 32;
  private static final String CLEAR = "\u001b[2K";

  private final Terminal terminal;
  private int drawn;

  LiveTree(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override public void show(RunDetail detail, Map<Integer, Progress> progress) {
    List<String> lines = lines(detail, progress);
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[" + drawn + "A");
    }
    int height = Math.max(drawn, lines.size());
    for (int i = 0; i < height; i++) {
      text.append(CLEAR).append(i < lines.size() ? lines.get(i) : "").append('\n');
    }
    drawn = height;
    terminal.out().print(text);
    terminal.out().flush();
  }

  private List<String> lines(RunDetail detail, Map<Integer, Progress> progress) {
    var run = detail.run();
    List<String> lines = new ArrayList<>();
    lines.add(Text.line(run.name()) + "  " + run.done() + "/" + run.tasks() + " tasks  " + run.status() + "  "
        + Text.span(run.begun(), run.endedAt()));
    int width = Math.min(WIDEST_ID, detail.tasks().stream().mapToInt(task -> task.id().length()).max().orElse(0));
    List<Integer> shown = shown(detail.tasks());
    for (int index : shown) {
      lines.add("  " + TaskLine.of(detail.tasks().get(index), progress.get(index), width, terminal));
    }
    if (shown.size() < detail.tasks().size()) {
      lines.add("  … and " + (detail.tasks().size() - shown.size()) + " more tasks");
    }
    return lines;
  }

  /// All tasks, or those that matter most where there are many; always in the order of the graph.
  private static List<Integer> shown(List<TaskView> tasks) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      indexes.add(i);
    }
    if (tasks.size() > MOST_LINES) {
      indexes.sort(Comparator.comparingInt(index -> rank(tasks.get(index))));
      indexes.subList(MOST_LINES, indexes.size()).clear();
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
