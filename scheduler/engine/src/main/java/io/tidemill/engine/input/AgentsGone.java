package io.tidemill.engine.input;

import java.util.Set;

/// All agents but these are gone for good: what they had is lost.
///
/// @param alive incarnations that are not gone
public record AgentsGone(Set<Long> alive) implements Input {}
