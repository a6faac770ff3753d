package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.runtime.DeploymentPlan;
import io.tidemill.runtime.PlanChangedException;
import java.time.Instant;
import java.util.List;

/// Makes views of plans.
public final class DeploymentViews {
  private DeploymentViews() {}

  /// A plan as a view.
  public static DeploymentView of(DeploymentPlan plan, boolean applied) {
    return of(plan, applied, List.of());
  }

  /// A plan as a view, with what will most likely not work.
  public static DeploymentView of(DeploymentPlan plan, boolean applied, List<String> warnings) {
    return new DeploymentView(plan.bundle(), plan.hash(), plan.dags()
        .stream()
        .map(step -> new DeploymentView.DagStep(step.dag(), step.from(), step.to(), step.changes(),
            SlotsAcross.tell(step.dag(), step.schedules(), Instant.now()), step.tasks(), step.live()))
        .toList(), plan.idle(), applied, warnings);
  }

  /// A plan that no longer holds as a refusal.
  public static RefusedException changed(PlanChangedException e) {
    return RefusedException.of(Kind.CONFLICT, "plan-changed", "plan", String.valueOf(e.getMessage()));
  }
}
