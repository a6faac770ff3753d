package io.tidemill.protocol;

import java.util.List;

/// How an agent introduces itself.
///
/// @param name name shown to people
/// @param incarnation random number of this process; another process has another
/// @param slots attempts that run at a time, at least 1
/// @param prefetch further attempts the agent is willing to queue, at least 0
/// @param labels labels the agent carries
public record AgentHello(String name, long incarnation, int slots, int prefetch, List<String> labels) {}
