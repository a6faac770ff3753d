package io.tidemill.engine.message;

/// A DAG is no longer interested in an asset.
public record AssetUnsubscribed() implements Message {}
