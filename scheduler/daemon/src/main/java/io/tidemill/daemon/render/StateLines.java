package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.TaskView;
import io.tidemill.engine.state.TaskState;
import java.util.HashMap;
import java.util.Map;

/// Prints a line for each task that starts or ends, for files and pipes.
final class StateLines implements RunScreen {
  private static final int ID_WIDTH = 24;

  private final Terminal terminal;
  private final Map<String, TaskState> printed = new HashMap<>();

  StateLines(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override public void show(RunDetail detail, Map<Integer, RunProgress> progress) {
    for (int i = 0; i < detail.tasks().size(); i++) {
      TaskView task = detail.tasks().get(i);
      boolean shown = task.state().terminal() || task.state() == TaskState.RUNNING
          || task.state() == TaskState.RETRY_WAIT;
      if (shown && printed.put(task.id(), task.state()) != task.state()) {
        terminal.note("  " + TaskLine.of(task, progress.get(i), ID_WIDTH, terminal.columns(), terminal));
      }
    }
  }

  @Override public void note(String text) {
    terminal.note(text);
  }
}
