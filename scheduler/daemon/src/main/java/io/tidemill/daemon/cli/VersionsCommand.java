package io.tidemill.daemon.cli;

import io.tidemill.api.version.VersionsView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists the versions of a DAG.
@Command(name = "versions", description = "List the versions of a DAG, newest first.")
final class VersionsCommand extends Subcommand {
  private static final int HASH_CHARS = 12;

  @Parameters(index = "0", paramLabel = "DAG", description = "DAG") String dag = "";

  @Option(names = "--history", description = "List the activations of versions instead: when, by whom and why") boolean history;

  VersionsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "versions")) {
      VersionsView view = schedulerConnection.operations().versions().list(dag);
      if (json()) {
        terminal().json(view);
      } else if (history) {
        activations(view.activations());
      } else {
        versions(view.versions());
      }
      return ExitCode.GOOD;
    }
  }

  private void versions(List<VersionsView.Version> versions) {
    Table table = new Table("VERSION", "ACTIVE", "BUNDLE", "FILE", "DEPLOYED", "BY", "IN FLIGHT", "RUNS");
    for (VersionsView.Version each : versions) {
      table.row("" + each.version(), each.active() ? "yes" : "",
          Text.cut(each.bundle(), HASH_CHARS + 1).replace("…", ""),
          each.file(), at(each.createdAt()), each.by(), "" + each.live(), "" + each.runs());
    }
    table.print(terminal());
  }

  private void activations(List<VersionsView.Activation> activations) {
    Table table = new Table("AT", "FROM", "TO", "CAUSE", "BY");
    for (VersionsView.Activation each : activations) {
      table.row(at(each.at()), each.from() == 0 ? "" : "" + each.from(), "" + each.to(), each.cause(), each.by());
    }
    table.print(terminal());
  }

  private static String at(Instant instant) {
    return instant.toString().substring(0, 19) + "Z";
  }
}
