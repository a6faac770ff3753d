package io.tidemill.api.task;

import io.tidemill.api.agent.AgentView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An attempt that did not succeed.
///
/// @param shard key of the shard, null where the task is not sharded
/// @param shardIndex index of the shard, -1 where the task is not sharded
/// @param version version of the DAG that it is of, null where that is not known
/// @param kind FAILED, TIMED_OUT, CANCELLED, LOST or RELEASED
/// @param type class name of the exception
/// @param agent name of the agent that had it, null where that is not known
/// @param place `File.java:line` in the user's code, empty where unknown
public record FailureView(String task, @Nullable String shard, int shardIndex, int attempt,
    @Nullable Integer version, String kind, String type,
    String message, String place, String stack, @Nullable String agent, @Nullable Instant endedAt) {
  /// How people name what failed: `task` or `task[key]`.
  public String name() {
    return shard == null ? task : task + "[" + shard + "]";
  }

  /// Where it ran, as people read it: ` on agent NAME`; empty where it was the server's own process, or is not known.
  public String where() {
    return agent == null || agent.equals(AgentView.OWN) ? "" : " on agent " + agent;
  }
}
