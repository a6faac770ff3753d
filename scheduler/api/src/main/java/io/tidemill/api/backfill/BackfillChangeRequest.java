package io.tidemill.api.backfill;

import io.tidemill.api.run.CommandRequest;
import org.jspecify.annotations.Nullable;

/// Asks to pause, resume or cancel a backfill.
///
/// @param by user who asks, null where a program does
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record BackfillChangeRequest(@Nullable String by, @Nullable String commandId) implements CommandRequest {}
