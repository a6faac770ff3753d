package io.tidemill.api.log;

/// A part of the log of one attempt.
///
/// @param text whole chunks, possibly none
/// @param next where the part after this one begins
/// @param more whether there is one already
public record LogPage(String text, long next, boolean more) {}
