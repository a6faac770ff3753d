package io.tidemill.agent.isolate;

import io.tidemill.protocol.Assignment;

/// What a child is to do: one attempt.
///
/// @param assignment the attempt; of [io.tidemill.protocol.Assignment.RunShards] exactly one shard
/// @param bundle hash of the bundle
/// @param name file name under which the bundle came
/// @param jar the prepared bundle
/// @param outputBytes most bytes of a result
/// @param expansionBytes most bytes of all keys and elements of an expansion
public record AttemptWork(Assignment assignment, String bundle, String name, String jar, int outputBytes,
    long expansionBytes) {}
