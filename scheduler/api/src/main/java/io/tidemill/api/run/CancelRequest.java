package io.tidemill.api.run;

import org.jspecify.annotations.Nullable;

/// Asks a run to stop.
///
/// @param reason why, for others to read; null for none
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record CancelRequest(@Nullable String reason, @Nullable String commandId) implements CommandRequest {
  /// Asks once.
  public CancelRequest(@Nullable String reason) {
    this(reason, null);
  }
}
