package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.RerunView;
import io.tidemill.api.run.RunView;
import io.tidemill.api.version.VersionsView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reruns tasks of an ended run.
@Command(name = "rerun", description = {"Rerun tasks or shards of an ended run, with everything downstream.",
    "Shows the plan first. At a terminal it asks; elsewhere --yes, or --plan with the hash shown, is required.",
    "Where another version is active than the run is on, the version must be chosen."})
final class RerunCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG[/RUN[/TASK[KEY]]]", description = "Run (default: the latest of the DAG), or the task or shard of it to rerun") String target = "";

  @Option(names = "--failed", description = "Rerun the tasks and shards that failed or were cancelled, tolerated ones too") boolean failed;

  @Option(names = "--task", paramLabel = "ID", description = "Rerun this task, or of a sharded one TASK[KEY], or TASK[FROM..TO] from one key to another; repeatable") List<String> tasks = List
      .of();

  @Option(names = "--version", paramLabel = "VERSION", description = "Version to go on with: original, latest or a number. Default: the one that the run is on, as long as it is the active one") String version = "";

  /// Its own, since `--version` means something else here than in other verbs, and the options for help come together.
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.") boolean help;

  @Mixin Confirmation confirmation = new Confirmation();

  RerunCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    RunTarget wanted = RunTarget.parse(target);
    List<String> chosen = new ArrayList<>(tasks);
    if (wanted.task() != null) {
      chosen.add(wanted.task() + (wanted.shard() == null ? "" : "[" + wanted.shard() + "]"));
    }
    if (failed != chosen.isEmpty()) {
      throw badInput("Expected either --failed or tasks to rerun (--task ID, or DAG/RUN/TASK), but found "
          + (failed ? "both" : "neither"));
    }
    boolean runs = confirmation.beforehand() || terminal().live() && !confirmation.dryRun;
    try (SchedulerConnection schedulerConnection = open(runs ? RunMode.RUN : RunMode.COMMAND, "rerun")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      String on = version.isEmpty() ? version(operations, wanted.dag(), run) : version;
      if (on == null) {
        return ExitCode.GOOD;
      }
      RerunView plan = operations.runs()
          .rerun(wanted.dag(), run, new RerunRequest(chosen, orNull(on), false, confirmation.expected(), null));
      if (!json()) {
        print(plan);
      } else if (!confirmation.beforehand()) {
        terminal().json(plan);
      }
      if (!confirmation.given(terminal(), "Run these again on version " + plan.version() + "?", plan.plan())) {
        return ExitCode.GOOD;
      }
      try (Interrupts interrupts = Interrupts.open()) {
        operations.runs()
            .rerun(wanted.dag(), run,
                new RerunRequest(chosen, "" + plan.version(), true, plan.plan(), commandId()));
        return new RunFollower(operations, terminal(), wanted.dag(), run).follow(json(), interrupts);
      }
    }
  }

  /// The version to go on with: asked for where another one is active than the run is on.
  ///
  /// @return empty for the one that the run is on; null where the user chose none
  private @Nullable String version(Operations operations, String dag, long run) throws IOException {
    RunView now = operations.runs().get(dag, run).run();
    VersionsView.Version active = operations.versions()
        .list(dag)
        .versions()
        .stream()
        .filter(VersionsView.Version::active)
        .findFirst()
        .orElse(null);
    if (active == null || active.version() == now.version()) {
      return "";
    }
    String differ = now.name() + " is on version " + now.version() + ", and version " + active.version()
        + " is active now";
    if (confirmation.dryRun) {
      terminal().note(differ + "; this is the plan on version " + now.version() + ", --version latest shows the other");
      return "";
    }
    if (confirmation.beforehand() || !terminal().live()) {
      throw badInput("Expected --version original, latest or a number, because " + differ
          + ", but found none; nothing was done");
    }
    terminal().line(differ + ".");
    terminal().out().print("Rerun on version " + now.version() + " or " + active.version() + "? ");
    terminal().out().flush();
    String answer = YesOption.line();
    if (answer != null && List.of("" + now.version(), "" + active.version(), "latest", "original").contains(answer)) {
      return answer;
    }
    terminal().note("nothing was done");
    return null;
  }

  private void print(RerunView plan) {
    Table table = new Table("TASK", "NOW", "RUNS AGAIN");
    for (RerunView.Change change : plan.changes()) {
      table.row(change.task(), change.from().name(), switch (change.extent()) {
        case ALL -> "all";
        case SHARDS -> Text.count(change.shards(), "shard");
        case CHANGED_SHARDS -> "shards that are new or changed, or have no result";
        case ADDED -> "all, new in version " + plan.version();
        case REMOVED -> "no more, not in version " + plan.version();
      });
    }
    table.print(terminal());
    Integer latest = plan.latest();
    terminal().line("version " + plan.version() + (plan.version() == plan.original()
        ? ""
        : ", the run began with "
            + plan.original())
        + (latest == null || latest == plan.version() ? "" : ", " + latest + " is active now"));
    terminal().line("plan " + plan.plan());
  }
}
