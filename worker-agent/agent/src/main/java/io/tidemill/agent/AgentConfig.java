package io.tidemill.agent;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.AgentHello;
import java.nio.file.Path;
import java.util.List;

/// What distinguishes one agent from another.
///
/// @param name name shown to people
/// @param slots attempts that run at a time, each on a virtual thread. Default 256
/// @param cpuSlots attempts of `cpuBound()` tasks that run at a time, beside the others, each on a thread of the platform.
///     Default: number of processors
/// @param isolation processes of `isolated()` tasks. Default [Isolation#plain]
/// @param prefetch further attempts the agent is willing to queue, so that a free slot need not wait for the scheduler.
///     Default 4 × slots
/// @param labels labels the agent carries. Default none
/// @param queues queues whose tasks the agent takes. Default the queue of tasks that name none
/// @param work folder for bundles, which may be shared with other processes of the same user; for an agent of its own process
///     also for its journal, and then it is its own
/// @param limits what is bounded
public record AgentConfig(String name, int slots, int cpuSlots, Isolation isolation, int prefetch,
    List<String> labels, List<String> queues, Path work, AgentLimits limits) {
  /// Most attempts at a time where nothing else is configured.
  public static final int DEFAULT_SLOTS = 256;

  public AgentConfig {
    labels = List.copyOf(labels);
    queues = List.copyOf(queues);
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one queue for agent '" + name + "', but found none");
    }
    if (name.isBlank() || slots < 1 || cpuSlots < 1 || prefetch < 0) {
      throw new IllegalArgumentException(
          "Expected a name, slots and cpuSlots of at least 1 and a prefetch of at least 0,"
              + " but found '" + name + "', " + slots + ", " + cpuSlots + " and " + prefetch);
    }
  }

  /// An agent with all defaults.
  public static AgentConfig of(String name, Path work) {
    return new AgentConfig(name, DEFAULT_SLOTS, Runtime.getRuntime().availableProcessors(),
        Isolation.plain(), 4 * DEFAULT_SLOTS,
        List.of(), List.of(AgentHello.DEFAULT_QUEUE), work, AgentLimits.DEFAULT);
  }

  /// The same with another number of slots, and a prefetch of four times as many.
  public AgentConfig withSlots(int number) {
    return new AgentConfig(name, number, cpuSlots, isolation, Math.multiplyExact(4, number), labels, queues, work,
        limits);
  }

  /// The same with other labels.
  public AgentConfig withLabels(List<String> others) {
    return new AgentConfig(name, slots, cpuSlots, isolation, prefetch, others, queues, work, limits);
  }

  /// The same with other processes for `isolated()` tasks.
  public AgentConfig withIsolation(Isolation other) {
    return new AgentConfig(name, slots, cpuSlots, other, prefetch, labels, queues, work, limits);
  }

  /// The same with other queues.
  public AgentConfig withQueues(List<String> others) {
    return new AgentConfig(name, slots, cpuSlots, isolation, prefetch, labels, others, work, limits);
  }

  /// The same with other limits.
  public AgentConfig withLimits(AgentLimits others) {
    return new AgentConfig(name, slots, cpuSlots, isolation, prefetch, labels, queues, work, others);
  }
}
