package io.tidemill.engine.message;

/// A DAG wants to be told each event of the asset from now on. Told again it changes nothing.
///
/// @param partition partition of the DAG
public record AssetSubscribed(int partition) implements Message {}
