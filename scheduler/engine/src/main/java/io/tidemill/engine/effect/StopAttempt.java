package io.tidemill.engine.effect;

/// Ask an agent to stop an attempt, or all shards of an assignment.
///
/// @param attempt number of the attempt, 0 for an assignment of shards
/// @param timedOut whether it ran too long, else it was cancelled
public record StopAttempt(long agent, int dag, long run, int task, int attempt, long nonce, boolean timedOut)
    implements Effect {}
