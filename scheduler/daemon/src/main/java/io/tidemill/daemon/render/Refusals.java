package io.tidemill.daemon.render;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;

/// Prints all reasons of a refusal.
public final class Refusals {
  private Refusals() {}

  /// Writes to the terminal.
  public static void print(RefusedException refused, Terminal terminal) {
    for (ApiError apiError : refused.refusals()) {
      terminal.note(terminal.paint(Style.BAD, "✗ ") + Text.block(apiError.message()).stripTrailing());
    }
  }
}
