package io.tidemill.api.overview;

import java.util.List;

/// What an agent does at the moment.
///
/// @param work assignments by DAG, run and task
/// @param more whether it has more than [#MOST]
public record AgentOverview(String agent, List<Work> work, boolean more) {
  /// Most assignments that are told.
  public static final int MOST = 200;

  public AgentOverview {
    work = List.copyOf(work);
  }

  /// An assignment that the agent has.
  ///
  /// @param attempt number of the attempt, from 1
  /// @param shards how many shards of the task it is, 0 where the task is not sharded
  /// @param started whether it has started, or waits for a slot of the agent
  public record Work(String dag, long run, String task, int attempt, int shards, boolean started) {}
}
