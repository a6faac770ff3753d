package io.tidemill.api.service;

import io.tidemill.api.run.RunView;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says in one line why a run failed: what failed, with which error, and where in the user's code.
final class Headline {
  private static final int MOST_LETTERS = 200;

  private Headline() {}

  /// @param failure the first attempt that did not succeed, null where there is none
  /// @param task its task, null where it is not known
  /// @return null where the run did not fail
  static @Nullable String of(RunView run, @Nullable FailureView failure, @Nullable TaskView task) {
    if (run.status() != RunStatus.FAILED) {
      return null;
    }
    String cause = run.cause() == null ? "It failed" : run.cause();
    if (failure == null || task == null || !task.state().failed()) {
      return cause;
    }
    TaskView.ShardCounts shards = task.shards();
    String what = shards == null || shards.failed() == 0
        ? failure.name() + (failure.attempt() > 1 ? " failed, also in attempt " + task.attempt() : " failed")
        : String.format(Locale.ROOT, "%,d of %,d shards of %s failed", shards.failed(), shards.all(), task.id());
    return what + ": " + error(failure).replaceFirst("\\.$", "")
        + (failure.place().isEmpty() ? "" : " at " + failure.place());
  }

  /// The error of a failure in one line.
  static String error(FailureView failure) {
    String type = failure.type()
        .substring(Math.max(failure.type().lastIndexOf('.'), failure.type().lastIndexOf('$')) + 1);
    String message = failure.message().lines().findFirst().orElse("");
    String shown = message.length() > MOST_LETTERS ? message.substring(0, MOST_LETTERS) + "…" : message;
    return type.isEmpty() ? shown : shown.isEmpty() ? type : type + ": " + shown;
  }

  /// The failure that a run failed for: the first of a task whose failure is not tolerated; null where there is none.
  static @Nullable FailureView cause(List<TaskView> tasks, List<FailureView> failures) {
    for (FailureView failure : failures) {
      TaskView task = task(tasks, failure);
      if (task != null && !task.tolerated() && task.state().failed() && !failure.kind().equals("CANCELLED")) {
        return failure;
      }
    }
    return null;
  }

  /// The task of a failure, null where there is none.
  static @Nullable TaskView task(List<TaskView> tasks, @Nullable FailureView failure) {
    return failure == null
        ? null
        : tasks.stream().filter(task -> task.id().equals(failure.task())).findFirst().orElse(null);
  }
}
