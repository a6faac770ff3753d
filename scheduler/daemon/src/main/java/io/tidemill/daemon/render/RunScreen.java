package io.tidemill.daemon.render;

import io.tidemill.api.run.RunDetail;
import java.util.Map;

/// Shows a run while it goes on.
public interface RunScreen {
  /// Shows its present state.
  ///
  /// @param progress how far bodies are, by index of the task
  void show(RunDetail detail, Map<Integer, Progress> progress);

  /// Says something beside it. May be called by another thread than [#show].
  void note(String text);

  /// The right one for a terminal: a tree that is redrawn, or lines.
  static RunScreen on(Terminal terminal) {
    return terminal.live() ? new LiveTree(terminal) : new StateLines(terminal);
  }
}
