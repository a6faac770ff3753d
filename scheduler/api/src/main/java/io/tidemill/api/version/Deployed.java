package io.tidemill.api.version;

/// A version of a DAG that is active now.
///
/// @param bundle SHA-256 of the file in hex
/// @param tasks number of its tasks
public record Deployed(String dag, int version, String bundle, int tasks) {}
