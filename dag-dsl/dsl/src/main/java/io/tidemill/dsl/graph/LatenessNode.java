package io.tidemill.dsl.graph;

/// By when the run of a slot is expected to have started and to have ended, counted from the slot's time.
///
/// @param startMillis by when it is expected to have started, in milliseconds, 0 for no expectation
/// @param finishMillis by when it is expected to have ended, in milliseconds, 0 for no expectation
public record LatenessNode(long startMillis, long finishMillis) {}
