package io.tidemill.gateway;

import io.tidemill.protocol.AttemptKey;

/// An assignment that an agent has, for people.
///
/// @param attempts how many attempts it is
/// @param started whether one of them has started
public record HeldAssignment(AttemptKey key, int attempts, boolean started) {}
