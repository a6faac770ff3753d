package io.tidemill.engine.fact;

import java.util.List;

/// A run that had ended is active again, as it was when it ended.
///
/// @param chunks its snapshot where it had left memory, empty where it was still there
public record RunReopened(int dag, long run, List<byte[]> chunks) implements RunFact {}
