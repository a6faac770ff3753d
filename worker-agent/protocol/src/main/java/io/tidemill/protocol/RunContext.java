package io.tidemill.protocol;

/// Context shared by all assignments of one run.
///
/// @param dagNo number of the DAG
/// @param dag id of the DAG
/// @param run number of the run in its DAG
/// @param version number of the version the run executes
/// @param bundle hash of the bundle that holds the code
/// @param params the parameters as a JSON object
/// @param epoch epoch of the partition's owner; one older than the highest seen is refused
public record RunContext(int dagNo, String dag, long run, int version, String bundle, WireValue params, long epoch) {}
