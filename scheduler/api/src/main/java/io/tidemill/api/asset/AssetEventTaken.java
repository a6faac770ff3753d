package io.tidemill.api.asset;

/// An event that an asset has now.
///
/// @param event number of the event, from 1
/// @param told how many DAGs run on the asset and are told
public record AssetEventTaken(String asset, long event, int told) {}
