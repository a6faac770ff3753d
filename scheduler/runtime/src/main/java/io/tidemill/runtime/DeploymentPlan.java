package io.tidemill.runtime;

import io.tidemill.runtime.diff.GraphChange;
import io.tidemill.runtime.diff.ScheduleChange;
import java.util.List;

/// What deploying a bundle would do.
///
/// @param hash names this plan: of the bundle, its graphs, and the versions that are active now
/// @param bundle SHA-256 of the bundle in hex
/// @param dags one entry a DAG of the bundle
public record DeploymentPlan(String hash, String bundle, List<DagStep> dags) {
  public DeploymentPlan {
    dags = List.copyOf(dags);
  }

  /// Whether nothing would be different afterwards.
  public boolean idle() {
    return dags.stream().allMatch(step -> step.from() != 0 && step.from() == step.to());
  }

  /// What would happen to one DAG.
  ///
  /// @param from number of the active version, 0 for none
  /// @param to number of the version that would be active, 0 for a new one
  /// @param changes what is different about the graph; empty where only the code is
  /// @param schedules schedules that are declared otherwise
  /// @param tasks number of tasks of the version
  /// @param live runs of the active version that have not ended: they stay on it
  public record DagStep(String dag, int from, int to, List<GraphChange> changes,
      List<ScheduleChange> schedules, int tasks, long live) {
    public DagStep {
      changes = List.copyOf(changes);
      schedules = List.copyOf(schedules);
    }
  }
}
