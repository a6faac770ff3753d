package io.tidemill.engine.fact;

/// Shards were given to the agent of that incarnation, each as its next attempt.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsAssigned(int dag, long run, int task, long nonce, long agent, int[] shards) implements TaskFact {}
