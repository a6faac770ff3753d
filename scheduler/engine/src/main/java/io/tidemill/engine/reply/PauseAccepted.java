package io.tidemill.engine.reply;

/// Schedules are paused or in maintenance, or were already.
///
/// @param changed false: nothing changed
public record PauseAccepted(boolean changed) implements Reply {}
