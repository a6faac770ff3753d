package io.tidemill.protocol;

import java.util.List;

/// How an agent introduces itself.
///
/// @param name name shown to people
/// @param incarnation random number of this process; another process has another
/// @param slots attempts that run at a time, at least 1
/// @param prefetch further attempts the agent is willing to queue, at least 0
/// @param labels labels the agent carries
/// @param queues queues whose tasks the agent takes, at least one
/// @param previous incarnation of the process before this one in the same work folder, whose results that were not
///     acknowledged this one reports; 0 if there is none
public record AgentHello(String name, long incarnation, int slots, int prefetch, List<String> labels,
    List<String> queues, long previous) {
  /// The queue of tasks that name none, and of agents that are told none.
  public static final String DEFAULT_QUEUE = "default";

  public AgentHello {
    labels = List.copyOf(labels);
    queues = List.copyOf(queues);
  }
}
