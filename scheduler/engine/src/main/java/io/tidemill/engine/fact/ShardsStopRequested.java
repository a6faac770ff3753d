package io.tidemill.engine.fact;

/// Shards of one assignment ran too long; their agent was asked to stop those that have not ended.
public record ShardsStopRequested(int dag, long run, int task, long nonce) implements TaskFact {}
