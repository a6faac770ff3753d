package io.tidemill.engine.fact;

/// The clean-up of a run that was asked to stop was asked to stop too.
public record CleanUpStopRequested(int dag, long run) implements RunFact {}
