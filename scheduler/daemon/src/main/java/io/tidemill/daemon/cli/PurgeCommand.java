package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.version.PurgeRequest;
import io.tidemill.api.version.PurgeView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Deletes unused versions.
@Command(name = "purge", description = {"Delete versions of DAGs, and bundles without a version.",
    "Refuses the active version, and versions of recorded runs. Shows the plan first. At a terminal it asks; elsewhere --yes,"
        + " or --plan with the hash shown, is required."})
final class PurgeCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "DAG to purge (default: all, with --unused)")
  @Nullable String dag;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "Version to delete")
  @Nullable Integer version;

  @Option(names = "--unused", description = "Delete all versions that are neither active nor used by a recorded run") boolean unused;

  @Mixin Confirmation confirmation = new Confirmation();

  PurgeCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    if (unused == (version != null)) {
      throw badInput("Expected either DAG VERSION or --unused, but found " + (unused ? "both" : "neither"));
    }
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "purge")) {
      Operations operations = schedulerConnection.operations();
      PurgeView plan = operations.versions().purge(new PurgeRequest(dag, version, false, null));
      if (!json()) {
        print(plan);
      } else if (confirmation.dryRun || plan.versions().isEmpty()) {
        terminal().json(plan);
      }
      if (plan.versions().isEmpty() || !confirmation.given(terminal(), "Delete these permanently?", plan.plan())) {
        return ExitCode.GOOD;
      }
      String expected = confirmation.expected();
      PurgeView done = operations.versions()
          .purge(
              new PurgeRequest(dag, version, true, expected == null ? plan.plan() : expected));
      if (json()) {
        terminal().json(done);
      } else {
        done.versions().forEach(each -> terminal().line(each.dag() + " version " + each.version() + " deleted"));
      }
      return ExitCode.GOOD;
    }
  }

  private void print(PurgeView plan) {
    if (plan.versions().isEmpty()) {
      terminal().note("no unused versions");
      return;
    }
    Table table = new Table("DAG", "VERSION", "BUNDLE", "FILE");
    plan.versions()
        .forEach(each -> table.row(each.dag(), "" + each.version(), each.bundle()
            .substring(0,
                Math.min(12, each.bundle().length())),
            each.file()));
    table.print(terminal());
    terminal().line("plan " + plan.plan());
  }
}
