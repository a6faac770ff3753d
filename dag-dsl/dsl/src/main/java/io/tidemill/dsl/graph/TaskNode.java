package io.tidemill.dsl.graph;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.JoinRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One task of a DAG.
///
/// @param id id, unique in the DAG
/// @param kind what the task does
/// @param edges what the task waits for; DATA, OUTCOME and ALIGNED edges in the order of the body's inputs
/// @param joinRule when the task may start
/// @param resultType name of the result's type, `void` for none; compared, never loaded
/// @param variants simple names of the variants of a sealed result type, empty for other types
/// @param retry when a failed attempt (of each shard, if sharded) is followed by another
/// @param timeouts queue, attempt and total timeout
/// @param pool name of the pool an attempt takes a slot of, empty for none
/// @param priority greater goes first, 0 by default
/// @param labels labels an agent must carry, sorted
/// @param preferred labels an agent should carry, sorted; one that carries more of them goes first
/// @param queue queue an agent must serve, empty for the default one
/// @param onAgentLost what follows when the agent of an attempt stays silent
/// @param isolated true: each attempt has a process of its own
/// @param cpuBound true: attempts run on the bounded pool for computing
/// @param allowFailure true: a failure of this task does not fail the run
/// @param produces names of the assets that the task updates when it succeeds, sorted
/// @param group id of the group the task belongs to, empty for none
/// @param doc Markdown, empty where nothing was written
/// @param place `File.java:line` where the task was declared; not part of the version's hash
/// @param shard how the task is sharded, null unless `kind` is [TaskKind#SHARDED]
public record TaskNode(String id, TaskKind kind, List<EdgeNode> edges, JoinRule joinRule, String resultType,
    List<String> variants, RetryNode retry, TimeoutsNode timeouts, String pool, int priority, List<String> labels,
    List<String> preferred, String queue, AgentLost onAgentLost, boolean isolated, boolean cpuBound,
    boolean allowFailure, List<String> produces, String group, String doc, String place,
    @Nullable ShardNode shard) {
  /// A task that produces no asset.
  public TaskNode(String id, TaskKind kind, List<EdgeNode> edges, JoinRule joinRule, String resultType,
      List<String> variants, RetryNode retry, TimeoutsNode timeouts, String pool, int priority, List<String> labels,
      List<String> preferred, String queue, AgentLost onAgentLost, boolean isolated, boolean cpuBound,
      boolean allowFailure, String group, String doc, String place, @Nullable ShardNode shard) {
    this(id, kind, edges, joinRule, resultType, variants, retry, timeouts, pool, priority, labels, preferred, queue,
        onAgentLost, isolated, cpuBound, allowFailure, List.of(), group, doc, place, shard);
  }

  public TaskNode {
    edges = List.copyOf(edges);
    variants = List.copyOf(variants);
    labels = List.copyOf(labels);
    preferred = List.copyOf(preferred);
    // A graph that was stored before there were assets says nothing of them.
    produces = produces == null ? List.of() : List.copyOf(produces);
  }
}
