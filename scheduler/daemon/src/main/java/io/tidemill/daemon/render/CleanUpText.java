package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.TaskView;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says which clean-up of a run that was asked to stop still runs, or waits for what is stopped.
public final class CleanUpText {
  private static final int MOST_NAMED = 5;

  private CleanUpText() {}

  /// The tasks, null where there is no clean-up left.
  public static @Nullable String of(RunDetail detail) {
    List<String> open = detail.tasks()
        .stream()
        .filter(task -> task.cleanUp() && !task.state().terminal())
        .map(TaskView::id)
        .toList();
    return detail.run().status() != RunStatus.CANCELLING || open.isEmpty()
        ? null
        : open.stream().limit(MOST_NAMED).map(Text::line).collect(Collectors.joining(", "))
            + (open.size() > MOST_NAMED ? " and " + (open.size() - MOST_NAMED) + " more" : "");
  }
}
