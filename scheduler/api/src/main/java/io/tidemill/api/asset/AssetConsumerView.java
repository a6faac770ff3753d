package io.tidemill.api.asset;

/// A DAG that runs on an asset.
///
/// @param condition the assets it runs on in words, such as `on all of rates, sales`
/// @param events events of the asset that no run of it was started for yet
/// @param next what the next event leads to, such as `runs at once` or `waits for rates`
public record AssetConsumerView(String dag, String condition, int events, String next) {}
