package io.tidemill.api.version;

import io.tidemill.runtime.diff.GraphChange;
import java.util.List;

/// What a deployment, or making an older version active again, does.
///
/// @param bundle SHA-256 of the file in hex
/// @param plan hash that names this plan
/// @param idle nothing would be different afterwards
/// @param applied false: it was only asked for
/// @param warnings what will most likely not work, for people: such as tasks that no connected agent could run
public record DeploymentView(String bundle, String plan, List<DagStep> dags, boolean idle, boolean applied,
    List<String> warnings) {
  public DeploymentView {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /// What happens to one DAG.
  ///
  /// @param from number of the version that is active before, 0 for none
  /// @param to number of the version that is active afterwards, 0 for a new one that has none yet
  /// @param changes what is different about its graph; empty where only the code is
  /// @param slots what becomes of the slots of schedules that are declared otherwise, for people
  /// @param tasks number of tasks of the version that is active afterwards
  /// @param live runs of the version that is active before which have not ended: they stay on it
  public record DagStep(String dag, int from, int to, List<GraphChange> changes, List<String> slots,
      int tasks, long live) {
    public DagStep {
      slots = slots == null ? List.of() : List.copyOf(slots);
    }
  }
}
