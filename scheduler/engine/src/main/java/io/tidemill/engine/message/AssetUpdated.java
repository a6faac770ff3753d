package io.tidemill.engine.message;

import io.tidemill.engine.state.EventSource;

/// A task of the sender succeeded that produces the asset.
public record AssetUpdated(EventSource source) implements Message {}
