package io.tidemill.engine.fact;

/// A run that is active again goes on with another version.
public record RunVersionChanged(int dag, long run, int version) implements RunFact {}
