package io.tidemill.api.run;

/// There is such a run.
///
/// @param created false: the key had been used before, and this is the run it gave then
public record RunStarted(String dag, long run, int version, boolean created) {}
