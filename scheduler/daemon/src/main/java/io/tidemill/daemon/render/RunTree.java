package io.tidemill.daemon.render;

import io.tidemill.console.view.RunDetail;
import io.tidemill.console.view.TaskView;

/// One run with a line for each task, as it is now.
public final class RunTree {
  private static final int MOST_ID = 40;

  private RunTree() {}

  /// Writes it.
  public static void print(RunDetail detail, Terminal terminal) {
    String standing = detail.run().standing();
    terminal.line(Text.line(detail.run().name()) + "  " + detail.run().status()
        + (standing == null ? "" : ", stands still: " + Text.line(standing)));
    int width = Math.min(MOST_ID, detail.tasks().stream().mapToInt(task -> task.id().length()).max().orElse(0));
    for (TaskView task : detail.tasks()) {
      terminal.line("  " + TaskLine.of(task, null, width, Integer.MAX_VALUE, terminal));
    }
  }
}
