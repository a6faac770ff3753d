package io.tidemill.engine.fact;

import io.tidemill.engine.state.EventSource;

/// An asset has a new event.
///
/// @param dag number of the asset
/// @param event number of the event, from 1, without a gap
public record AssetEventRecorded(int dag, long event, EventSource source) implements DagFact {}
