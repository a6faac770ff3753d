package io.tidemill.engine.fact;

import org.jspecify.annotations.Nullable;

/// A run was asked to stop. Its clean-up still runs.
///
/// @param deadline whether its deadline is over; false: somebody asked
public record CancelRequested(int dag, long run, @Nullable String reason, boolean deadline) implements RunFact {
  /// Somebody asked.
  public CancelRequested(int dag, long run, @Nullable String reason) {
    this(dag, run, reason, false);
  }
}
