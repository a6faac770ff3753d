package io.tidemill.daemon.cli;

import io.tidemill.api.dag.DagRemoved;
import io.tidemill.api.dag.RemoveRequest;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Text;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Acts on one DAG.
@Command(name = "dag", description = "Act on a DAG; `tidemill dags` lists them.", synopsisSubcommandLabel = "VERB")
final class DagCommand extends Subcommand {
  DagCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    throw new ParameterException(spec.commandLine(), "Expected a verb, but found none");
  }

  /// Archives a DAG.
  @Command(name = "remove", description = {"Archive a DAG: nothing starts it any more.",
      "Its runs, logs and versions stay until they are purged; deploying it again, or `rollback`, brings it back."})
  static final class Remove extends Subcommand {
    @Parameters(index = "0", paramLabel = "DAG", description = "DAG to archive") String dag = "";

    @Option(names = "--cancel", description = "Cancel its active runs. Default: refuse while there are any") boolean cancel;

    @Mixin YesOption yes = new YesOption();

    Remove(Context context) {
      super(context);
    }

    @Override public Integer call() throws IOException {
      try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "dag")) {
        if (!yes.confirmed(terminal(), "Archive " + dag + "?")) {
          return ExitCode.GOOD;
        }
        DagRemoved removed = schedulerConnection.operations().dags().remove(dag, new RemoveRequest(cancel));
        if (json()) {
          terminal().json(removed);
        } else {
          terminal().line(dag + " is archived; version " + removed.version() + " was active"
              + (removed.cancelled() == 0 ? "" : ", " + Text.count(removed.cancelled(), "run") + " cancelled"));
        }
        return ExitCode.GOOD;
      }
    }
  }
}
