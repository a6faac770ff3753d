package io.tidemill.engine.reply;

/// There is such a run.
///
/// @param created false: the key had been used before, and this is the run it gave then
public record RunAccepted(int dag, long run, boolean created) implements Reply {}
