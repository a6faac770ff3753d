package io.tidemill.daemon.render;

/// How far a body said it is.
///
/// @param total units in all, 0 if not known
public record Progress(long done, long total) {}
