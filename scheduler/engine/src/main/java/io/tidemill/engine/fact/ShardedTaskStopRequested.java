package io.tidemill.engine.fact;

/// A task that has its shards was asked to stop as a whole.
///
/// @param timedOut whether it took too long, else its run was cancelled
public record ShardedTaskStopRequested(int dag, long run, int task, boolean timedOut) implements TaskFact {}
