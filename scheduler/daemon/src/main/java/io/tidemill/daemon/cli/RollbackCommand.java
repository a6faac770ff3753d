package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.version.ActivateRequest;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.PlanLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Activates an older version.
@Command(name = "rollback", description = {"Activate an older version of a DAG.",
    "Shows the difference first. At a terminal it asks; elsewhere --yes, or --plan with the hash shown, is required.",
    "Active runs stay on their version."})
final class RollbackCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG", description = "DAG") String dag = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "Version to activate (default: the previously active one)")
  @Nullable Integer version;

  @Mixin Confirmation confirmation = new Confirmation();

  RollbackCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "rollback")) {
      Operations operations = schedulerConnection.operations();
      DeploymentView plan = operations.versions().activate(dag, new ActivateRequest(version, false, null));
      DeploymentView.DagStep step = plan.dags().getFirst();
      if (!json()) {
        PlanLines.print(plan, terminal());
      } else if (confirmation.dryRun || plan.idle()) {
        terminal().json(plan);
      }
      if (plan.idle() || !confirmation.given(terminal(), "Activate version " + step.to() + "?", plan.plan())) {
        return ExitCode.GOOD;
      }
      String expected = confirmation.expected();
      DeploymentView done = operations.versions()
          .activate(dag,
              new ActivateRequest(step.to(), true, expected == null ? plan.plan() : expected));
      if (json()) {
        terminal().json(done);
      } else {
        terminal().line(dag + " version " + step.to() + " is active");
      }
      return ExitCode.GOOD;
    }
  }
}
