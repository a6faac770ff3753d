package io.tidemill.engine.input;

import java.util.Set;

/// An agent has a session again. What it was given but does not know is sent again.
///
/// @param agent its incarnation
/// @param nonces attempts and assignments it knows
public record AgentReturned(long agent, Set<Long> nonces) implements Input {}
