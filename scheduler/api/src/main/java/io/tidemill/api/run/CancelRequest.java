package io.tidemill.api.run;

import org.jspecify.annotations.Nullable;

/// Asks a run to stop.
///
/// @param reason why, for others to read; null for none
public record CancelRequest(@Nullable String reason) {}
