package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import java.util.Map;

/// Shows a run in progress.
public interface RunScreen {
  /// Shows its current state.
  ///
  /// @param progress progress of bodies, by index of the task
  void show(RunDetail detail, Map<Integer, RunProgress> progress);

  /// Writes a note beside it. May be called by another thread than [#show].
  void note(String text);

  /// The screen for a terminal: a redrawn tree, or lines for files and pipes.
  static RunScreen on(Terminal terminal) {
    return terminal.live() ? new LiveTree(terminal) : new StateLines(terminal);
  }
}
