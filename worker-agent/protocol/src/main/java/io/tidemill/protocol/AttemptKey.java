package io.tidemill.protocol;

/// Identity of one attempt, or of one assignment of shards.
///
/// @param dag number of the DAG
/// @param run number of the run in its DAG
/// @param task index of the task in its graph
/// @param attempt number of the attempt from 1; 0 for an assignment of shards, whose ranges carry theirs
/// @param nonce random number of this attempt; a report with a different nonce is stale
public record AttemptKey(int dag, long run, int task, int attempt, long nonce) {}
