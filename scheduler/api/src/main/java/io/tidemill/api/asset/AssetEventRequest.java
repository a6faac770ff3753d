package io.tidemill.api.asset;

import io.tidemill.api.run.CommandRequest;
import org.jspecify.annotations.Nullable;

/// Tells that something outside updated an asset.
///
/// @param by user who tells it, null where a program does
/// @param note what is to be said about it, up to 1,000 characters; null for nothing
/// @param commandId names the event, so that a repetition gets the first answer and is no further event; null: it is never repeated
public record AssetEventRequest(@Nullable String by, @Nullable String note, @Nullable String commandId)
    implements CommandRequest {}
