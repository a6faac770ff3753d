package io.tidemill.api.run;

import io.tidemill.api.http.Creation;

/// There is such a run.
///
/// @param created false: the key, or the id of the command, had been used before, and this is the run it gave then
public record RunStarted(String dag, long run, int version, boolean created) implements Creation {}
