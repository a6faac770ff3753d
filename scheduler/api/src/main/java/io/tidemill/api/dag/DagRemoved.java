package io.tidemill.api.dag;

/// A DAG was archived.
///
/// @param version number of the version that was active
/// @param cancelled active runs that were asked to stop
public record DagRemoved(String dag, int version, int cancelled) {}
