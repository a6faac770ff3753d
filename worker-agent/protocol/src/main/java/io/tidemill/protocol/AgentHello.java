package io.tidemill.protocol;

import java.util.List;

/// Identity and capacity of an agent process.
///
/// @param name name shown to people
/// @param incarnation random id of this process, different for every process
/// @param slots attempts that run at a time, at least 1
/// @param prefetch attempts the agent queues beyond its slots, at least 0
/// @param labels labels the agent carries
/// @param queues queues the agent serves, at least one
/// @param previous incarnation of the previous process in the same work folder, whose unacknowledged results this one reports; 0 if
///     there is none
public record AgentHello(String name, long incarnation, int slots, int prefetch, List<String> labels,
    List<String> queues, long previous) {
  /// Default queue of tasks and agents.
  public static final String DEFAULT_QUEUE = "default";

  public AgentHello {
    labels = List.copyOf(labels);
    queues = List.copyOf(queues);
  }
}
