package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
/// @param earlier incarnations of processes before that one in the same work folder of which something may be unsettled
/// @param begun attempts under suspicion to end their process that ran when an earlier process ended; null if the agent does not write
///     that down
public record AgentHello(String name, long incarnation, int slots, int prefetch, List<String> labels,
    List<String> queues, long previous, List<Long> earlier, @Nullable List<Begun> begun) {
  /// Default queue of tasks and agents.
  public static final String DEFAULT_QUEUE = "default";

  public AgentHello {
    labels = List.copyOf(labels);
    queues = List.copyOf(queues);
    earlier = List.copyOf(earlier);
    begun = begun == null ? null : List.copyOf(begun);
  }

  /// An attempt that ran.
  ///
  /// @param nonce of its assignment
  /// @param shard -1 where the task is not sharded
  public record Begun(long nonce, int shard) {}

  /// A process with at most one before it.
  public AgentHello(String name, long incarnation, int slots, int prefetch, List<String> labels, List<String> queues,
      long previous) {
    this(name, incarnation, slots, prefetch, labels, queues, previous, List.of(), null);
  }
}
