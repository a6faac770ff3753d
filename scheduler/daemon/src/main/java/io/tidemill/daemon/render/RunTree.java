package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import java.util.List;

/// The current state of one run, with a line for each task.
public final class RunTree {
  private static final int MOST_ID = 40;
  private static final int MAX_LOST = 20;

  private RunTree() {}

  /// Writes to the terminal.
  public static void print(RunDetail detail, Terminal terminal) {
    String standing = detail.run().standing();
    terminal.line(Text.line(detail.run().name()) + "  " + detail.run().status()
        + (standing == null ? "" : ", quarantined: " + Text.line(standing))
        + terminal.paint(Style.FAINT, ", started by " + Text.line(detail.run().trigger().toString())));
    int width = Math.min(MOST_ID, detail.tasks().stream().mapToInt(task -> task.id().length()).max().orElse(0));
    for (TaskView task : detail.tasks()) {
      terminal.line("  " + TaskLine.of(task, null, width, Integer.MAX_VALUE, terminal));
    }
    lost(detail, terminal);
  }

  /// Lost attempts, which cost their tasks no retry and appear in no other line; their agents may need attention.
  private static void lost(RunDetail detail, Terminal terminal) {
    List<FailureView> lost = detail.failures().stream().filter(failure -> failure.kind().equals("LOST")).toList();
    for (FailureView each : lost.subList(0, Math.min(MAX_LOST, lost.size()))) {
      terminal.line(terminal.paint(Style.FAINT,
          Text.line("  ! " + each.name() + " attempt " + each.attempt() + " was lost" + each.where())));
    }
    if (lost.size() > MAX_LOST) {
      terminal.line("  … and " + (lost.size() - MAX_LOST) + " more");
    }
  }
}
