package io.tidemill.daemon.render;

import io.tidemill.api.run.AssetUpdatesView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The current state of one run, with a line for each task.
public final class RunTree {
  private static final int MOST_ID = 40;
  private static final int MAX_LOST = 20;
  private static final int MAX_TEXT = 2_000;

  private RunTree() {}

  /// Writes to the terminal.
  public static void print(RunDetail detail, Terminal terminal) {
    String standing = detail.run().standing();
    terminal.line(Text.line(detail.run().name()) + "  " + detail.run().status()
        + (standing == null ? "" : ", quarantined: " + Text.line(standing))
        + terminal.paint(Style.FAINT, ", version " + detail.run().version() + ", started by "
            + Text.line(detail.run().trigger().toString()) + " at "
            + detail.run().createdAt().toString().substring(0, 19)
            + "Z, took " + Text.span(detail.run().begun(), detail.run().endedAt())));
    for (AssetUpdatesView each : detail.assetUpdates()) {
      about("asset", each.text() + ", " + each.lastAt().truncatedTo(ChronoUnit.SECONDS), terminal);
    }
    about("key", detail.run().key(), terminal);
    about("params", detail.params().isEmpty() ? null : detail.params().toString(), terminal);
    about("cause", detail.run().cause(), terminal);
    int width = Math.min(MOST_ID, detail.tasks().stream().mapToInt(task -> task.id().length()).max().orElse(0));
    for (TaskView task : detail.tasks()) {
      terminal.line("  " + TaskLine.of(task, null, width, Integer.MAX_VALUE, terminal));
    }
    lost(detail, terminal);
  }

  /// Writes the line of one task.
  public static void task(RunDetail detail, TaskView task, Terminal terminal) {
    terminal.line(Text.line(detail.run().name()) + "  " + TaskLine.of(task, null, task.id().length(), Integer.MAX_VALUE,
        terminal) + (task.version() == null ? "" : terminal.paint(Style.FAINT, ", version " + task.version())));
  }

  private static void about(String name, @Nullable String text, Terminal terminal) {
    if (text != null) {
      terminal.line("  " + name + ": " + Text.cut(Text.line(text), MAX_TEXT));
    }
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
