package io.tidemill.engine.state;

/// An event of an asset.
///
/// @param number from 1, without a gap
/// @param at when it was recorded, in milliseconds since 1970
public record AssetEvent(long number, long at, EventSource source) {}
