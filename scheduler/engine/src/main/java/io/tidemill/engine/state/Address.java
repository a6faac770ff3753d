package io.tidemill.engine.state;

/// Where a DAG or an asset is to be reached.
///
/// @param number its number
/// @param partition its partition
public record Address(int number, int partition) {}
