package io.tidemill.daemon.render;

import io.tidemill.api.task.TaskView;
import io.tidemill.api.task.TaskView.ShardCounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One task of a run as a line: mark, id, shards, progress, state, time.
final class TaskLine {
  private static final int BAR = 20;

  private TaskLine() {}

  /// @param max maximum number of characters
  static String of(TaskView task, @Nullable RunProgress progress, int idWidth, int max, Terminal terminal) {
    Style paint = paint(task);
    StringBuilder rest = new StringBuilder();
    ShardCounts shards = task.shards();
    if (shards != null) {
      int over = shards.done() + shards.failed();
      if (!task.state().terminal()) {
        rest.append(bar(over, shards.all())).append(' ');
      }
      rest.append(over).append('/').append(Text.count(shards.all(), "shard"));
      if (shards.failed() > 0) {
        rest.append(", ").append(shards.failed()).append(" failed");
      }
      rest.append("  ");
    } else if (progress != null && !task.state().terminal()) {
      rest.append(progress.total() > 0
          ? bar(progress.done(), progress.total()) + " " + progress.done() + "/" + progress.total()
          : progress.done() + " done").append("  ");
    }
    rest.append(task.state());
    String waits = task.waits();
    if (waits != null) {
      rest.append(", waits: ").append(Text.line(waits));
    }
    Instant next = task.nextAt();
    if (next != null) {
      rest.append(", next attempt at ").append(next.truncatedTo(ChronoUnit.SECONDS));
    }
    if (task.attempt() > 1) {
      rest.append(", attempt ").append(task.attempt());
    }
    String time = Text.span(task.startedAt() == null ? task.readyAt() : task.startedAt(), task.endedAt());
    String id = Text.cut(Text.line(task.id()), idWidth);
    String text = mark(task) + " " + id + " ".repeat(Math.max(0, idWidth - id.length()) + 2) + rest
        + (time.isEmpty() || task.readyAt() == null ? "" : "  " + time) + cost(task);
    return terminal.paint(paint, Text.cut(text, max));
  }

  /// Resource usage of attempts in a process of their own; empty for others.
  private static String cost(TaskView task) {
    StringBuilder text = new StringBuilder();
    Long cpu = task.cpuMicros();
    if (cpu != null) {
      text.append("  cpu ").append(String.format(Locale.ROOT, "%.1f s", cpu / 1e6));
    }
    Long peak = task.peakBytes();
    if (peak != null) {
      text.append(cpu == null ? "  " : ", ").append("peak ").append(peak >> 20).append(" MiB");
    }
    return text.toString();
  }

  private static String bar(long done, long total) {
    int full = total <= 0 ? 0 : Math.clamp((long) (BAR * (double) done / total), 0, BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }

  private static String mark(TaskView task) {
    return switch (task.state()) {
      case SUCCESS -> "✓";
      case FAILED, TIMED_OUT -> "✗";
      case UPSTREAM_FAILED, CANCELLED -> "⊘";
      case SKIPPED, OMITTED -> "–";
      case RUNNING, CANCELLING -> "▸";
      case WAITING, READY, QUEUED, DEFERRED, RETRY_WAIT -> "·";
    };
  }

  private static Style paint(TaskView task) {
    return switch (task.state()) {
      case SUCCESS -> Style.GOOD;
      case FAILED, TIMED_OUT, UPSTREAM_FAILED, CANCELLED -> Style.BAD;
      case RUNNING, CANCELLING, RETRY_WAIT -> Style.BUSY;
      case SKIPPED, OMITTED, WAITING, READY, QUEUED, DEFERRED -> Style.FAINT;
    };
  }
}
