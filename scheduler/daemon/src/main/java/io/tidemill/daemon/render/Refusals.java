package io.tidemill.daemon.render;

import io.tidemill.api.error.Refusal;
import io.tidemill.api.error.RefusedException;

/// Prints all reasons of a refusal.
public final class Refusals {
  private Refusals() {}

  /// Writes to the terminal.
  public static void print(RefusedException refused, Terminal terminal) {
    for (Refusal refusal : refused.refusals()) {
      terminal.note(terminal.paint(Paint.BAD, "✗ ") + Text.block(refusal.message()).stripTrailing());
    }
  }
}
