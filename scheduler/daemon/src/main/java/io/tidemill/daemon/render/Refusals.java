package io.tidemill.daemon.render;

import io.tidemill.api.error.Refusal;
import io.tidemill.api.error.RefusedException;

/// Tells people why something was not done: all reasons, each as its author wrote it.
public final class Refusals {
  private Refusals() {}

  /// Writes them.
  public static void print(RefusedException refused, Terminal terminal) {
    for (Refusal refusal : refused.refusals()) {
      terminal.note(terminal.paint(Paint.BAD, "✗ ") + Text.block(refusal.message()).stripTrailing());
    }
  }
}
