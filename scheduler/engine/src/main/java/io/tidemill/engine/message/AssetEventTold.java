package io.tidemill.engine.message;

import io.tidemill.engine.state.EventSource;

/// The asset has a new event.
///
/// @param event number of the event, from 1, without a gap
/// @param at when it was recorded, in milliseconds since 1970
public record AssetEventTold(long event, long at, EventSource source) implements Message {}
