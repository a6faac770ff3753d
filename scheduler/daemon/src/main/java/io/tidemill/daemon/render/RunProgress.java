package io.tidemill.daemon.render;

/// Progress reported by a body.
///
/// @param total units in all, 0 if not known
public record RunProgress(long done, long total) {}
