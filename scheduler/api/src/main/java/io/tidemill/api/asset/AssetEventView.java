package io.tidemill.api.asset;

import java.time.Instant;

/// An event of an asset.
///
/// @param event number of the event, from 1
/// @param producer the task that succeeded, as `dag/run/task`; empty for an event from outside
/// @param by who told an event from outside, empty where that is not known
/// @param note what was said about it, empty for nothing
public record AssetEventView(long event, Instant at, String producer, String by, String note) {}
