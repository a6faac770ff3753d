package io.tidemill.engine.reply;

/// The run is being cancelled, or has been.
public record CancelAccepted(int dag, long run) implements Reply {}
